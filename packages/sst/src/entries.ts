import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";

/** The module that a function is bundled from. */
const entryOf = (name: string, config: string): string =>
  name === "api"
    ? `import { loggerLog } from "@torrent/functions/lambda/log";
import { composeApi } from "@torrent/web/lambda";
import { streamHandle } from "hono/aws-lambda";
import { Resource } from "sst/resource";
import choreography from "${config}";

export const handler = streamHandle(composeApi(choreography, loggerLog())(process.env, Resource.ApiTokens.value));
`
    : `import { ${name} } from "@torrent/functions/lambda/${name}";
import choreography from "${config}";

export const handler = ${name}(choreography)(process.env);
`;

const posix = (path: string): string => path.split(sep).join("/");

/**
 * Writes one entry module for each function of a choreography's file, and answers with their folder, from the app's root. A file
 * that is as it should be stays untouched, so that `sst dev` builds nothing anew.
 */
export const writeEntries = (
  component: string,
  choreography: string,
  functions: readonly string[],
  { root, work }: { root: string; work: string },
): string => {
  const folder = join(work, "torrent", component);
  mkdirSync(folder, { recursive: true });
  const config = posix(relative(folder, resolve(root, choreography)));
  for (const name of functions) {
    const file = join(folder, `${name}.ts`);
    const text = entryOf(name, config);
    if (!existsSync(file) || readFileSync(file, "utf8") !== text) writeFileSync(file, text);
  }
  return posix(relative(root, folder));
};
