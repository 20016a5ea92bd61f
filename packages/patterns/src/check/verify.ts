import type { Allow, Check } from "../definition/check.ts";
import { EDGE } from "../regex/byte-set.ts";
import { RegexFinder } from "../regex/finder.ts";
import { parseRegex } from "../regex/parse.ts";
import { lengthOf } from "../regex/syntax.ts";
import { readAssignment } from "./assignment.ts";
import type { Candidate, Verdict } from "./candidate.ts";
import { checksumHolds } from "./checksum.ts";
import { entropyOf } from "./entropy.ts";
import { isPlaceholder } from "./placeholder.ts";
import type { Setting } from "./syntax.ts";

/** A match longer than this is not searched for its secret: the whole of it counts as one. */
const MAX_CAPTURED = 8192;
/** Keywords are sought this far from the match. */
export const KEYWORD_REACH = 2048;

type Test = (text: string) => boolean;

/** A regex as the scanner would run it, in linear time whatever the input. */
const makeTest = (regex: string): Test => {
  const node = parseRegex(regex, false);
  // The scanner knows no empty matches; a regex that allows one is held against the edges only.
  if (lengthOf(node).min === 0) {
    const anchored = new RegExp(regex.replace(/^\(\?i\)/, ""), regex.startsWith("(?i)") ? "i" : "");
    return (text) => anchored.test(text);
  }
  const finder = new RegexFinder(node, undefined, Number.POSITIVE_INFINITY, { bytes: 0 });
  return (text) => {
    const bytes = Buffer.from(text, "latin1");
    let found = false;
    finder.sweep({ bytes, before: EDGE, startLimit: bytes.length + 1, limit: bytes.length, ends: true }, () => {
      found = true;
    });
    return found;
  };
};

const tests = new Map<string, Test>();
const MAX_TESTS = 2000;

/** Many rules share their lists. */
const testOf = (regex: string): Test => {
  const known = tests.get(regex);
  if (known) return known;
  if (tests.size >= MAX_TESTS) tests.clear();
  const made = makeTest(regex);
  tests.set(regex, made);
  return made;
};

interface Compiled {
  capture?: RegExp;
  path?: Test;
  keywords?: readonly string[];
  allow: readonly (Pick<Allow, "target" | "all"> & { regexes: Test[]; words: string[]; paths: Test[] })[];
}

const compiled = new WeakMap<Check, Compiled>();

const compileCheck = (check: Check): Compiled => ({
  ...(check.capture !== undefined && { capture: new RegExp(check.capture, "d") }),
  ...(check.path !== undefined && { path: testOf(check.path) }),
  ...(check.keywords && { keywords: check.keywords.map((word) => word.toLowerCase()) }),
  allow: (check.allow ?? []).map(({ target, all, regexes, words, paths }) => ({
    target,
    all,
    regexes: regexes.map(testOf),
    words: words.map((word) => word.toLowerCase()),
    paths: paths.map(testOf),
  })),
});

const compiledOf = (check: Check): Compiled => {
  const known = compiled.get(check);
  if (known) return known;
  const made = compileCheck(check);
  compiled.set(check, made);
  return made;
};

/** Throws what is wrong with the regexes of a check. */
export const refuseCheck = (check: Check): void => {
  compileCheck(check);
};

const secretOf = (
  { text, start, end }: Candidate,
  capture: RegExp | undefined,
  group: number | undefined,
): readonly [number, number] => {
  if (!capture || end - start > MAX_CAPTURED) return [start, end];
  const found = capture.exec(text.slice(start, end));
  const place = group ? found?.indices?.[group] : found?.indices?.slice(1).find((indices) => indices !== undefined);
  return place ? [start + place[0], start + place[1]] : [start, end];
};

const lineAround = (text: string, start: number, end: number): string => {
  const to = text.indexOf("\n", end);
  return text.slice(text.lastIndexOf("\n", start - 1) + 1, to < 0 ? text.length : to);
};

const isAllowed = (allow: Compiled["allow"], { text, start, end, name = "" }: Candidate, secret: string): boolean =>
  allow.some(({ target, all, regexes, words, paths }) => {
    const subject =
      target === "secret"
        ? secret
        : target === "match"
          ? text.slice(start, end)
          : target === "line"
            ? lineAround(text, start, end)
            : name;
    const answers: boolean[] = [];
    if (regexes.length > 0) answers.push(regexes.some((test) => test(subject)));
    if (words.length > 0) answers.push(words.some((word) => secret.toLowerCase().includes(word)));
    if (paths.length > 0) answers.push(paths.some((test) => test(name)));
    return answers.length > 0 && (all ? answers.every(Boolean) : answers.some(Boolean));
  });

/** A time of day, a request: the line records something that happened. */
const RECORD =
  /\d{1,2}:\d{2}:\d{2}|\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|TRACE|CONNECT|PROPFIND) [^\n]{1,400} HTTP\/\d|\b\d{1,3}(?:\.\d{1,3}){3}\b/;
const RECORD_REACH = 240;

const enough: Readonly<Record<NonNullable<Check["evidence"]>, readonly Setting[]>> = {
  log: ["log"],
  data: ["log", "data"],
  code: ["log", "data", "code"],
  text: ["log", "data", "prose"],
  file: ["log", "data", "code", "prose", "binary"],
};

/** Whether such a file says by itself that a match is more than a mention. */
export const isEvident = ({ evidence }: Check, setting: Setting): boolean =>
  evidence === undefined || enough[evidence].includes(setting);

const isMention = (check: Check, { text, start, end, setting }: Candidate): boolean => {
  // A manual's passwords are examples; its keys may have been pasted.
  if (setting === "manual") return check.reader === "assignment" || check.evidence !== undefined;
  if (isEvident(check, setting)) return false;
  if (setting === "code" || setting === "binary") return true;
  const from = Math.max(text.lastIndexOf("\n", start - 1) + 1, start - RECORD_REACH);
  const lineEnd = text.indexOf("\n", end);
  return !RECORD.test(text.slice(from, Math.min(lineEnd < 0 ? text.length : lineEnd, end + RECORD_REACH)));
};

/** Looks at a match of a rule that has a check; undefined where it is not to be reported. */
export const verify = (check: Check, candidate: Candidate): Verdict | undefined => {
  const { capture, path, keywords, allow } = compiledOf(check);
  const { text, start, end, name } = candidate;
  if (path && !path(name ?? "")) return undefined;
  if (keywords) {
    const around = text.slice(Math.max(0, start - KEYWORD_REACH), end + KEYWORD_REACH).toLowerCase();
    if (!keywords.some((word) => around.includes(word))) return undefined;
  }
  const read = check.reader ? readAssignment(candidate, check) : undefined;
  if (check.reader && !read) return undefined;
  const place = read ?? { start, end, secret: secretOf(candidate, capture, check.group) };
  const secret = text.slice(...place.secret);
  if (check.entropy !== undefined && entropyOf(secret) < check.entropy && !check.placeholders) return undefined;
  if (isAllowed(allow, { ...candidate, ...place }, secret)) return undefined;
  const isStandIn =
    read?.placeholder ||
    (check.placeholders &&
      (isPlaceholder(secret) || (check.entropy !== undefined && entropyOf(secret) < check.entropy)));
  const verified = check.checksum !== undefined && checksumHolds(check.checksum, secret);
  const unproven =
    check.checksum === undefined || verified ? undefined : check.checksum === "jwt" ? "placeholder" : "doubtful";
  const standing = isStandIn ? "placeholder" : isMention(check, candidate) ? "mention" : (unproven ?? "found");
  return { start: place.start, end: place.end, secret: place.secret, standing, verified };
};
