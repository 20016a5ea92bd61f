import { createInterface } from "node:readline/promises";
import { isKind, type Kind, kinds } from "./kinds.ts";
import { projectNameProblem } from "./project-name.ts";

export interface Answers {
  name: string;
  kind: Kind;
}

/** What to use where nothing is asked. */
export const defaults: Answers = { name: "my-choreography", kind: "lines" };

export interface Terminal {
  input: NodeJS.ReadableStream;
  output: NodeJS.WritableStream;
}

const kindList = Object.entries(kinds)
  .map(([kind, description]) => `  ${kind.padEnd(9)} ${description}`)
  .join("\n");

/** Asks for what was not given, again until the answer can be used; `undefined` where the input ends before. */
export const ask = async (given: Partial<Answers>, { input, output }: Terminal): Promise<Answers | undefined> => {
  const reader = createInterface({ input, output });
  const lines = reader[Symbol.asyncIterator]();
  const question = async <T>(text: string, read: (answer: string) => T | undefined): Promise<T | undefined> => {
    for (;;) {
      output.write(text);
      const { done, value } = await lines.next();
      if (done) return undefined;
      const answer = read(value.trim());
      if (answer !== undefined) return answer;
    }
  };
  try {
    const name =
      given.name ??
      (await question(`Name of the project (${defaults.name}): `, (answer) => {
        const name = answer || defaults.name;
        const problem = projectNameProblem(name);
        if (problem) output.write(`${problem}\n`);
        return problem ? undefined : name;
      }));
    if (name === undefined) return undefined;
    const kind =
      given.kind ??
      (await question(`What is in a package?\n${kindList}\nKind (${defaults.kind}): `, (answer) => {
        const kind = answer || defaults.kind;
        if (isKind(kind)) return kind;
        output.write(`"${kind}" is none of them.\n`);
        return undefined;
      }));
    return kind === undefined ? undefined : { name, kind };
  } finally {
    reader.close();
  }
};
