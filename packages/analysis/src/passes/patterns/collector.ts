import { type Check, type Database, isEvident, type Setting, type Syntax, verify } from "@torrent/patterns";
import { type Finding, severities } from "../../findings.ts";
import { excerpt, type Surroundings } from "./excerpt.ts";
import { type Confirmed, type FilePlace, type Match, Overlaps } from "./overlaps.ts";
import { Ranges } from "./ranges.ts";

export interface Limits {
  /** Findings kept of one rule, the first ones. */
  perRule: number;
  /** Findings kept in all, the gravest ones. */
  total: number;
}

export const limits: Limits = { perRule: 20, total: 1000 };

/** The text that is scanned: its bytes near a place, its lines, and where it stands in the file. */
export interface Source {
  around(start: number, end: number, reach: number): Surroundings;
  line(at: number): number;
  place(start: number, end: number): FilePlace;
}

/** What is known of the file. */
export interface FileHint {
  name: string;
  syntax: Syntax;
  setting: Setting;
}

/** Two matches with the same beginning are the same. */
const LONGEST_KEY = 256;
/** Bytes around a match that a check looks at, without keywords and with them. */
const CHECK_REACH = 512;
const KEYWORD_REACH = 2048;
/** How much longer than its match an assignment may be read: its value. */
export const REACH_BEYOND = 700;

/** Verifies matches, keeps a bounded number of findings, and counts them all. */
export class Collector {
  truncated = false;
  readonly counts = new Map<number, number>();
  /** Findings by rule and text, to compare two views of the same bytes by; empty unless asked for. */
  readonly texts = new Map<string, Finding[]>();
  readonly #database: Database;
  readonly #limits: Limits;
  readonly #hint: FileHint;
  readonly #keepsTexts: boolean;
  readonly #seen = new Map<number, number>();
  readonly #kept = new Map<number, number>();
  readonly #checks = new Map<number, Check | undefined>();
  #matches: Match[] = [];
  #confirmed: Confirmed[] = [];
  readonly #secrets = new Ranges();
  #findings: Finding[] = [];

  constructor(database: Database, hint: FileHint, bounds: Limits = limits, keepsTexts = false) {
    this.#keepsTexts = keepsTexts;
    this.#database = database;
    this.#limits = bounds;
    this.#hint = hint;
  }

  /** What is still to be checked of a rule in a file of this kind. */
  #checkOf(rule: number): Check | undefined {
    if (!this.#checks.has(rule)) {
      const { check } = this.#database.rule(rule);
      const settled =
        check && isEvident(check, this.#hint.setting) && Object.keys(check).every((key) => key === "evidence");
      this.#checks.set(rule, settled ? undefined : check);
    }
    return this.#checks.get(rule);
  }

  add(rule: number, start: number, end: number, at: FilePlace): void {
    const { tags } = this.#database.rule(rule);
    if (!this.#checkOf(rule) && !tags.includes("secret")) {
      const count = (this.#seen.get(rule) ?? 0) + 1;
      this.#seen.set(rule, count);
      if (count > this.#limits.perRule) {
        this.counts.set(rule, (this.counts.get(rule) ?? 0) + 1);
        this.truncated = true;
        return;
      }
    }
    this.#matches.push({ rule, start, end, at });
  }

  /** All matches that begin before `known` have been added; those of them are verified, and reported once their surroundings are. */
  settle(known: number, source: Source): void {
    const ready: Match[] = [];
    const later: Match[] = [];
    for (const match of this.#matches) (match.end + REACH_BEYOND <= known ? ready : later).push(match);
    this.#matches = later;
    for (const match of ready) this.#confirm(match, source);
    this.#report(known, source);
    this.#secrets.forgetBefore(known - 4 * CHECK_REACH);
  }

  #confirm(match: Match, source: Source): void {
    const { tags } = this.#database.rule(match.rule);
    const check = this.#checkOf(match.rule);
    const isSecret = tags.includes("secret");
    if (!check) {
      if (isSecret) this.#secrets.add(match.start, match.end);
      this.#confirmed.push({
        ...match,
        ...(isSecret && { secret: [match.start, match.end] }),
        tags,
        yields: false,
      });
      return;
    }
    const around = source.around(match.start, match.end, check.keywords ? KEYWORD_REACH : CHECK_REACH);
    const base = match.start - around.start;
    const verdict = verify(check, { ...around, ...this.#hint });
    if (!verdict) return;
    const secret = [verdict.secret[0] + base, verdict.secret[1] + base] as const;
    if (isSecret && verdict.standing !== "placeholder") this.#secrets.add(...secret);
    const start = verdict.start + base;
    const end = verdict.end + base;
    this.#confirmed.push({
      rule: match.rule,
      start,
      end,
      at: start === match.start && end === match.end ? match.at : source.place(start, end),
      ...(isSecret && verdict.standing !== "placeholder" && { secret }),
      ...((verdict.standing === "placeholder" || verdict.standing === "mention") && { severity: "info" as const }),
      ...(verdict.standing === "doubtful" && { severity: "low" as const }),
      tags: [
        ...tags,
        ...(verdict.standing === "found" ? [] : [verdict.standing]),
        ...(verdict.verified ? ["checksum-verified"] : []),
      ],
      yields: check.yields ?? check.reader !== undefined,
    });
  }

  #report(known: number, source: Source): void {
    const ready: Confirmed[] = [];
    const later: Confirmed[] = [];
    for (const one of this.#confirmed) (one.end + 2 * CHECK_REACH <= known ? ready : later).push(one);
    ready.sort((a, b) => a.start - b.start || a.end - b.end);
    const overlaps = new Overlaps([...ready, ...later]);
    for (const one of ready) if (!overlaps.cover(one)) this.#keep(one, source);
    // What yields to a match that is still to come has to meet it again.
    this.#confirmed = later;
    if (this.#findings.length > 8 * this.#limits.total) this.#prune();
  }

  #keep(one: Confirmed, source: Source): void {
    this.counts.set(one.rule, (this.counts.get(one.rule) ?? 0) + 1);
    const kept = (this.#kept.get(one.rule) ?? 0) + 1;
    this.#kept.set(one.rule, kept);
    if (kept > this.#limits.perRule) {
      this.truncated = true;
      return;
    }
    const { id, title = id, severity } = this.#database.rule(one.rule);
    const finding: Finding = {
      rule: id,
      title,
      severity: one.severity ?? severity,
      ...(one.tags.length > 0 && { tags: one.tags }),
      start: one.at.start,
      end: one.at.end,
      line: source.line(one.start) - one.at.addedLines,
      ...excerpt(source, one, this.#secrets),
    };
    this.#findings.push(finding);
    if (!this.#keepsTexts) return;
    const [from, to] = one.secret ?? [one.start, one.end];
    const { text, start, end } = source.around(from, Math.min(to, from + LONGEST_KEY), 0);
    const key = `${id} ${text.slice(start, end)}`;
    this.texts.set(key, [...(this.texts.get(key) ?? []), finding]);
  }

  /** The findings kept, by place. */
  take(): Finding[] {
    this.#prune();
    return this.#findings.sort((a, b) => (a.start ?? 0) - (b.start ?? 0) || (a.rule < b.rule ? -1 : 1));
  }

  #prune(): void {
    if (this.#findings.length <= this.#limits.total) return;
    this.truncated = true;
    const grave = (finding: Finding): number => severities.indexOf(finding.severity);
    this.#findings = this.#findings
      .sort((a, b) => grave(b) - grave(a) || (a.start ?? 0) - (b.start ?? 0))
      .slice(0, this.#limits.total);
  }
}
