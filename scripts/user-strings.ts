import { readFileSync, writeFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { parseSync } from "vite";

/**
 * Lists the text that people read in the dashboard, the API, the command line, the report and errors, so that it can be reviewed as a list.
 * `npm run strings` writes it to `test/words/user-strings.txt`; a test fails when the list and the sources differ.
 */

const root = fileURLToPath(new URL("..", import.meta.url));
export const listFile = `${root}test/words/user-strings.txt`;

const sources: Record<string, string> = {
  "Dashboard, API and client": "packages/web/src/**/*.{ts,tsx}",
  "Analysis panel": "packages/analysis/{dashboard,src/panel}/**/*.{ts,tsx}",
  "Command line": "packages/cli/{src,bin}/**/*.{ts,js}",
  "Engine: errors, reasons and evidence":
    "packages/core/src/{choreography,decomposers,priority,reduce,results,stages,subscribers,tally,topology,*.ts}/**/*.ts",
  Report: "packages/analysis/src/{correlate,priority,render,report}/**/*.ts",
  "Functions, workers and the embedded cloud": "packages/{functions,worker,local}/src/**/*.ts",
};

interface Node {
  type: string;
  [field: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === "object" && value !== null && "type" in value;

const GAP = "{}";

/** JSX attributes whose value a person reads or hears. */
const readAttributes = new Set([
  "aria-label",
  "title",
  "placeholder",
  "alt",
  "label",
  "data-word",
  "name",
  "word",
  "what",
]);
/** Properties whose value is shown although it may be a single lower-case word. */
const readProperties = new Set(["word", "label", "title", "summary", "description", "unit", "text", "how"]);
/** Positions that never hold text for people. */
const skippedAttributes = new Set(["class", "key", "href", "rel", "type", "role", "d", "viewBox", "style", "id"]);
const skippedCalls = new Set([
  "log",
  "header",
  "regex",
  "createElement",
  "addEventListener",
  "matchMedia",
  "get",
  "set",
]);

/** Values of headers and policies, storage scopes, shell programs and paths: several words, but nothing to read. */
const machineText =
  /^(private|public|no-cache|max-age|default-src|application|text\/|multipart|inline|GET|POST|Bearer)\b.*[;,:/={-]|compgen|COMPREPLY|words=|_arguments|__fish|^complete -|^#|^(findings|packages|dead-letters) \{\}|^[\w./{}:?&=%$@-]+$|^[([:]|color-scheme|(SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE|BEGIN)\b|SQLite format|[a-z_, ]+, [a-z_]+$|<rect|textarea|@media|var\(--|translate\(|^\{ \$/;

const isSentence = (text: string): boolean =>
  /[a-z]{2}/i.test(text) && /\s/.test(text.trim()) && !machineText.test(text);
const isTitle = (text: string): boolean => /^[A-Z][a-z]+$/.test(text);
const isWord = (text: string): boolean => /[a-z]{2}/i.test(text) && /^[\w ,.'’:×≈…-]+$/i.test(text);

const literalOf = (node: Node): string | undefined => {
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
  if (node.type !== "TemplateLiteral") return undefined;
  const quasis = node.quasis as { value: { cooked: string } }[];
  return quasis.map(({ value }) => value.cooked).join(GAP);
};

/** One paragraph: JSX breaks lines and indents, and markup in a tagged template is no text. */
const tidy = (text: string): string =>
  (text.includes("</") ? text.replace(/<\/?[a-z!][^>]*>/gi, " ") : text)
    .replace(/\\u001b|\u001b\[[\d;?]*[A-Za-z]/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** The text of an element with a gap for each expression and each element in it. */
const textOfChildren = (children: readonly Node[]): string =>
  children
    .map((child) => {
      if (child.type === "JSXText") return String(child.value).replace(/\s*\n\s*/g, " ");
      if (child.type === "JSXExpressionContainer") {
        const inner = literalOf(child.expression as Node);
        return inner?.trim() === "" ? " " : GAP;
      }
      return GAP;
    })
    .join("");

const onlyGaps = (text: string): boolean => !/[a-z]{2}/i.test(text.replaceAll(GAP, ""));

const attributeName = (node: Node): string => String((node.name as Node).name);
const propertyName = ({ key }: Node): string => String((key as Node).name ?? (key as Node).value);
const calleeName = ({ callee }: Node): string =>
  isNode(callee) ? String(callee.name ?? (callee.property as Node | undefined)?.name ?? "") : "";

const childrenOf = (node: Node): Node[] => Object.values(node).flat().filter(isNode);

/** A node to visit next, and whether any string there is shown to people. */
type Visit = [node: Node, shown: boolean];

const nextOf = (node: Node, shown: boolean): Visit[] => {
  const hidden = (nodes: readonly unknown[]): Visit[] => nodes.filter(isNode).map((inner) => [inner, false]);
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSInterfaceDeclaration":
    case "TSTypeAnnotation":
      return [];
    case "TSAsExpression":
    case "JSXExpressionContainer":
      return [[node.expression as Node, shown]];
    case "JSXAttribute": {
      const name = attributeName(node);
      return skippedAttributes.has(name) || !isNode(node.value) ? [] : [[node.value, readAttributes.has(name)]];
    }
    case "JSXElement":
    case "JSXFragment": {
      const inner = (node.children as Node[]).filter(({ type }) => type !== "JSXText");
      return [...hidden([node.openingElement]), ...inner.map((child): Visit => [child, true])];
    }
    case "ConditionalExpression":
      return [...hidden([node.test]), [node.consequent as Node, shown], [node.alternate as Node, shown]];
    case "LogicalExpression":
      return [node.left, node.right].map((inner) => [inner as Node, shown]);
    case "Property":
      return [[node.value as Node, readProperties.has(propertyName(node))]];
    case "CallExpression": {
      const args = node.arguments as Node[];
      const skips = skippedCalls.has(calleeName(node));
      return hidden([node.callee, ...(skips ? args.filter((inner) => literalOf(inner) === undefined) : args)]);
    }
    default:
      return hidden(childrenOf(node));
  }
};

/** The text that a source file shows to people, in the order of the file. */
export const stringsOf = (file: string, source: string): string[] => {
  const found: string[] = [];
  const add = (text: string): void => {
    const line = tidy(text);
    if (!onlyGaps(line)) found.push(line);
  };
  const visit = (node: Node, shown: boolean): void => {
    const text = literalOf(node);
    if (text !== undefined) {
      if (shown ? isWord(tidy(text)) || isSentence(text) : isSentence(text) || isTitle(text)) add(text);
      for (const inner of (node.expressions as Node[] | undefined) ?? []) visit(inner, false);
      return;
    }
    if (node.type === "JSXElement" || node.type === "JSXFragment") add(textOfChildren(node.children as Node[]));
    for (const [inner, isShown] of nextOf(node, shown)) visit(inner, isShown);
  };
  // By its name, because `<T>(…) => …` is a function in .ts and an element in .tsx.
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new SyntaxError(`${file}: ${errors[0]?.message}`);
  visit(program as unknown as Node, false);
  return found;
};

/** The list as its file holds it: each text once, in alphabetical order, under the part that shows it. */
export const userStrings = async (): Promise<string> => {
  const parts: string[] = [];
  for (const [title, pattern] of Object.entries(sources)) {
    const texts = new Set<string>();
    for await (const file of glob(pattern, { cwd: root }))
      for (const text of stringsOf(file, readFileSync(`${root}${file}`, "utf8"))) texts.add(text);
    parts.push(`## ${title}\n\n${[...texts].sort().join("\n")}\n`);
  }
  return parts.join("\n");
};

if (import.meta.main) writeFileSync(listFile, await userStrings());
