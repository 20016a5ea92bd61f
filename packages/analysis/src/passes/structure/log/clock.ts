import { Timeline } from "./timeline.ts";
import { readTimestamp, type TimestampStyle, timestampStyle, twinOf } from "./timestamp.ts";

/** How many lines without a time of the known style pass before another style is looked for. */
const PATIENCE = 50;
/** Lines that are tried for any style at all before only some are. */
const TRIES = 200;
const HALF_YEAR = 182 * 86_400_000;

/** Reads the times of a log's lines: finds their style, carries years over New Year, and settles which number is the day. */
export class LogClock {
  style: TimestampStyle | undefined;
  /** Where the time of the last dated line ends in it. */
  end = 0;
  #timeline = new Timeline();
  /** The same lines with day and month the other way round, while both readings are possible. */
  #twin: { style: TimestampStyle; timeline: Timeline } | undefined;
  #misses = 0;
  #tried = 0;
  #years = 0;
  #last: number | undefined;

  /** Whether the line has a time. */
  visit(text: string, line: number, start: number): boolean {
    const time = this.#read(text);
    if (time === undefined) return false;
    this.#misses = 0;
    this.#timeline.add(this.#inYear(time), line, start);
    this.#addTwin(text, line, start);
    return true;
  }

  /** By the reading that more lines allow, or whose lines follow each other. */
  get timeline(): Timeline {
    const twin = this.#twin;
    if (!twin) return this.#timeline;
    const first = this.#timeline;
    const isBetter =
      twin.timeline.dated > first.dated ||
      (twin.timeline.dated === first.dated && twin.timeline.steppedBack < first.steppedBack) ||
      (twin.timeline.dated === first.dated &&
        twin.timeline.steppedBack === first.steppedBack &&
        twin.timeline.last - twin.timeline.first < first.last - first.first);
    if (isBetter) {
      this.#timeline = twin.timeline;
      this.style = twin.style;
    }
    this.#twin = undefined;
    return this.#timeline;
  }

  #read(text: string): number | undefined {
    const match = this.style?.pattern.exec(text);
    const time = match ? (this.style as TimestampStyle).read(match) : Number.NaN;
    if (match && !Number.isNaN(time)) {
      this.end = match[0].length;
      return time;
    }
    if (this.style ? ++this.#misses <= PATIENCE : ++this.#tried > TRIES && this.#tried % PATIENCE !== 0)
      return this.#twin && readTimestamp(text, this.#twin.style) !== undefined ? this.#swap(text) : undefined;
    this.#misses = 0;
    const other = timestampStyle(text);
    if (!other) return undefined;
    if (other !== this.style && this.#timeline.dated === 0) {
      const twin = twinOf(other);
      this.#twin = twin && { style: twin, timeline: new Timeline() };
    }
    this.style = other;
    this.end = other.pattern.exec(text)?.[0].length ?? 0;
    return readTimestamp(text, other);
  }

  /** A line that only the other reading allows decides. */
  #swap(text: string): number | undefined {
    const twin = this.#twin;
    if (!twin) return undefined;
    this.style = twin.style;
    this.#timeline = twin.timeline;
    this.#twin = undefined;
    this.end = twin.style.pattern.exec(text)?.[0].length ?? 0;
    return readTimestamp(text, twin.style);
  }

  #addTwin(text: string, line: number, start: number): void {
    if (!this.#twin) return;
    const time = readTimestamp(text, this.#twin.style);
    if (time === undefined) this.#twin = undefined;
    else this.#twin.timeline.add(time, line, start);
  }

  /** A time without a year belongs to the year in which it is near the line above: December is followed by January. */
  #inYear(time: number): number {
    if (!this.style?.isYearless) return time;
    const date = new Date(time);
    const inYear = (years: number): number => new Date(date).setUTCFullYear(date.getUTCFullYear() + years);
    let placed = inYear(this.#years);
    if (this.#last !== undefined && placed < this.#last - HALF_YEAR) placed = inYear(++this.#years);
    else if (this.#last !== undefined && placed > this.#last + HALF_YEAR) placed = inYear(--this.#years);
    this.#last = placed;
    return placed;
  }
}
