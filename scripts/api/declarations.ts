import { readFileSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";

const imported = /(?:from|import)\s*\(?"(\.[^"]+)\.(?:js|ts)"/g;

/** The entry's declarations, and those of its own modules that these name, as one text. */
export const declarationsOf = ({ name, types }: { name: string; types: string }): string => {
  const found = new Map<string, string>();
  const read = (path: string): void => {
    if (found.has(path)) return;
    const text = readFileSync(path, "utf8");
    found.set(path, text);
    for (const [, module = ""] of text.matchAll(imported)) read(resolve(dirname(path), `${module}.d.ts`));
  };
  read(types);
  const parts = [...found].map(([path, text]) => `// ${relative(dirname(types), path)}\n${text.trimEnd()}\n`);
  return `## API report for "${name}"\n\n\`\`\`ts\n${parts.join("\n")}\`\`\`\n`;
};
