import { relative } from "node:path";
import { parseArgs } from "node:util";
import { type Answers, ask, defaults, type Terminal } from "./ask.ts";
import { createProject } from "./create-project.ts";
import { ProjectError } from "./errors.ts";
import { isKind, kinds } from "./kinds.ts";

const usage = `Usage: npm create torrent [-- --name NAME] [--kind KIND] [--yes]

  --name NAME  name of the project and its folder
  --kind KIND  ${Object.keys(kinds).join(", ")}
  --yes        do not ask; what is not given is ${defaults.name} and ${defaults.kind}

Exit codes: 0 success, 2 usage error, 3 the project cannot be written
`;

export interface Io extends Terminal {
  input: NodeJS.ReadableStream & { isTTY?: boolean };
  errors: NodeJS.WritableStream;
}

const standard: Io = { input: process.stdin, output: process.stdout, errors: process.stderr };

const options = {
  name: { type: "string" },
  kind: { type: "string" },
  yes: { type: "boolean", short: "y" },
  help: { type: "boolean", short: "h" },
} as const;

const parse = (args: readonly string[]) => {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  if (positionals.length > 1) throw new TypeError(`One name at a time; got ${positionals.join(", ")}`);
  const { name = positionals[0], kind, yes = false, help = false } = values;
  if (kind !== undefined && !isKind(kind))
    throw new TypeError(`Kind "${kind}" does not exist; choose one of ${Object.keys(kinds).join(", ")}`);
  return { given: { ...(name !== undefined && { name }), ...(kind !== undefined && { kind }) }, yes, help };
};

const answersOf = async (given: Partial<Answers>, yes: boolean, io: Io): Promise<Answers | undefined> => {
  if (yes || (given.name !== undefined && given.kind !== undefined)) return { ...defaults, ...given };
  if (!io.input.isTTY)
    throw new TypeError("Not interactive; pass --name and --kind, or --yes to use the defaults for both");
  return ask(given, io);
};

/** Creates a project as the arguments say, or asks. Returns the exit code. */
export const main = async (args: readonly string[], io: Io = standard): Promise<number> => {
  try {
    const { given, yes, help } = parse(args);
    if (help) {
      io.output.write(usage);
      return 0;
    }
    const answers = await answersOf(given, yes, io);
    if (!answers) {
      io.errors.write("\nNothing was created.\n");
      return 2;
    }
    const { folder, files } = await createProject(answers);
    const path = relative(process.cwd(), folder);
    io.output.write(`Created ${path} with ${files.length} files. Next:

  cd ${path}
  npm install
  npm test
  npm start
`);
    return 0;
  } catch (error) {
    if (error instanceof ProjectError) {
      io.errors.write(`create-torrent: ${error.message}\n`);
      return 3;
    }
    if (!(error instanceof TypeError)) throw error;
    io.errors.write(`create-torrent: ${error.message}\n\n${usage}`);
    return 2;
  }
};
