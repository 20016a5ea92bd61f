import { BLOCK_BYTES, type Database, REACH, Scanner, settingOf, syntaxOf, verify } from "@torrent/patterns";
import { REACH_BEYOND } from "./collector.ts";
import { Ranges } from "./ranges.ts";
import { Trail } from "./trail.ts";

const LAG = BLOCK_BYTES + 2 * REACH;
/** Matches are verified each time that this many bytes have come. */
const STEP = 256 * 1024;
const CHECK_REACH = 2048;
/** Stretches that are remembered; whoever asks beyond them is told that all is hidden. */
const MAX_RANGES = 200_000;

const secretRules = new WeakMap<Database, Uint8Array>();

const secretRulesOf = (database: Database): Uint8Array => {
  const known = secretRules.get(database);
  if (known) return known;
  const wanted = Uint8Array.from({ length: database.ruleCount }, (_, rule) =>
    database.rule(rule).tags.includes("secret") ? 1 : 0,
  );
  secretRules.set(database, wanted);
  return wanted;
};

interface Match {
  rule: number;
  start: number;
  end: number;
}

/** Says where in a text the patterns pass sees secrets, so that another pass does not show them. */
export class SecretFinder {
  readonly #database: Database;
  readonly #hint: Pick<Parameters<typeof verify>[1], "name" | "syntax" | "setting">;
  readonly #scanner: Scanner;
  readonly #trail = new Trail();
  readonly #ranges = new Ranges();
  #matches: Match[] = [];
  #settled = 0;
  /** Where remembering ended. */
  #full = Number.POSITIVE_INFINITY;

  constructor(database: Database, file: { name: string; kind: string }) {
    const name = file.name.slice(file.name.lastIndexOf("/") + 1);
    this.#database = database;
    this.#hint = { name, syntax: syntaxOf(name, file.kind), setting: settingOf(file.kind, name) };
    this.#scanner = new Scanner(database, {
      wanted: secretRulesOf(database),
      onMatch: (rule, start, end) => this.#matches.push({ rule, start, end }),
    });
  }

  push(chunk: Uint8Array): void {
    this.#trail.add(chunk);
    this.#scanner.push(chunk);
    if (this.#trail.end - this.#settled < STEP) return;
    this.#settled = this.#trail.end;
    this.#settle(this.#trail.end - LAG);
    this.#trail.forgetBefore(this.#trail.end - LAG - STEP - 4 * REACH);
  }

  finish(): void {
    this.#scanner.finish();
    this.#settle(Number.POSITIVE_INFINITY);
  }

  close(): void {
    this.#scanner.close();
  }

  /** Secrets within `[from, to)`; all of it where too many were found to remember. */
  within(from: number, to: number): (readonly [from: number, to: number])[] {
    return to > this.#full ? [[from, to]] : this.#ranges.within(from, to);
  }

  #settle(known: number): void {
    const later: Match[] = [];
    for (const match of this.#matches) {
      if (match.end + REACH_BEYOND > known) later.push(match);
      else this.#verify(match);
    }
    this.#matches = later;
  }

  #verify({ rule, start, end }: Match): void {
    const { check } = this.#database.rule(rule);
    if (this.#ranges.size >= MAX_RANGES) this.#full = Math.min(this.#full, start);
    else if (!check) this.#ranges.add(start, end);
    else {
      const around = this.#trail.around(start, end, CHECK_REACH);
      const verdict = verify(check, { ...around, ...this.#hint });
      if (!verdict || verdict.standing === "placeholder") return;
      const [from, to] = verdict.secret;
      this.#ranges.add(start - around.start + from, start - around.start + to);
    }
  }
}
