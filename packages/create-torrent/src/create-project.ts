import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ProjectError } from "./errors.ts";
import { type Kind, kinds } from "./kinds.ts";
import { projectNameProblem } from "./project-name.ts";

export interface ProjectOptions {
  /** Name of the folder, the npm package and the choreography. */
  name: string;
  kind: Kind;
  /** The folder in which the project's folder is created. @default the working folder */
  in?: string;
}

export interface CreatedProject {
  /** Absolute. */
  folder: string;
  /** Relative to the folder, sorted. */
  files: string[];
}

const packageFolder = new URL("../", import.meta.url);
const templates = fileURLToPath(new URL("templates/", packageFolder));

/** npm leaves out or renames files with these names, so templates store them under others. */
const storedAs: Readonly<Record<string, string>> = {
  "_package.json": "package.json",
  _gitignore: ".gitignore",
  _dockerignore: ".dockerignore",
};

/** The packages of Torrent are released together, so that this package's version is theirs. */
const ownVersion = async (): Promise<string> =>
  (JSON.parse(await readFile(new URL("package.json", packageFolder), "utf8")) as { version: string }).version;

/** Texts by the path that they have in a project. */
const filesOf = async (folder: string): Promise<[path: string, text: string][]> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async ({ parentPath, name }) => [
        join(relative(folder, parentPath), storedAs[name] ?? name),
        await readFile(join(parentPath, name), "utf8"),
      ]),
  );
};

const refuseOccupied = async (folder: string): Promise<void> => {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    if (error.code === "ENOTDIR") throw new ProjectError(`${folder} is a file; choose another name`);
    throw new ProjectError(`${folder} cannot be read: ${error.message}`);
  });
  if (found.length > 0)
    throw new ProjectError(
      `${folder} is not empty (it contains ${found.slice(0, 3).join(", ")}${found.length > 3 ? ", …" : ""}); choose another name, or empty the folder first`,
    );
};

/**
 * Writes a new project into a folder of its name.
 *
 * @throws ProjectError where the name is not allowed, or the folder holds anything or cannot be written.
 * @example
 * await createProject({ name: "invoices", kind: "lines" });
 */
export const createProject = async ({
  name,
  kind,
  in: parent = process.cwd(),
}: ProjectOptions): Promise<CreatedProject> => {
  const problem = projectNameProblem(name);
  if (problem) throw new ProjectError(problem);
  if (!Object.hasOwn(kinds, kind))
    throw new ProjectError(`Kind "${kind}" does not exist; choose one of ${Object.keys(kinds).join(", ")}`);
  const folder = resolve(parent, name);
  await refuseOccupied(folder);
  const values: Readonly<Record<string, string>> = {
    name,
    version: await ownVersion(),
    component: name
      .split("-")
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(""),
  };
  // A kind's file takes the place of the common one.
  const files = new Map([...(await filesOf(join(templates, "common"))), ...(await filesOf(join(templates, kind)))]);
  try {
    for (const [path, text] of files) {
      const to = join(folder, path);
      await mkdir(dirname(to), { recursive: true });
      const filled = text.replaceAll(/\{\{(\w+)\}\}/g, (placeholder, key: string) => values[key] ?? placeholder);
      await writeFile(to, filled, { flag: "wx" });
    }
  } catch (cause) {
    throw new ProjectError(`The project cannot be written to ${folder}: ${(cause as Error).message}`, { cause });
  }
  return { folder, files: [...files.keys()].sort() };
};
