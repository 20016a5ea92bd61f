import { afterEach, beforeEach, describe, it } from "vitest";

/** What every suite needs of the adapter under test besides the port itself. */
export interface Subject {
  /** Moves a virtual clock on; without it the suite waits for its conditions in real time. */
  advance?(ms: number): Promise<void>;
  dispose(): Promise<void>;
}

/** Parts of a contract that an emulator cannot show, each with the reason, which the skipped test states. */
export type Without<Part extends string> = { readonly [part in Part]?: string };

export interface Suite<S extends Subject, Part extends string> {
  /** The subject of the running test. */
  subject(): S;
  /** A test of a part that some emulators lack. */
  needs(part: Part, title: string, run: () => Promise<void>): void;
}

export const contract = <S extends Subject, Part extends string = never>(
  title: string,
  makeSubject: () => Promise<S>,
  without: Without<Part>,
  define: (suite: Suite<S, Part>) => void,
): void => {
  describe(title, () => {
    let current: S | undefined;
    beforeEach(async () => {
      current = await makeSubject();
    });
    afterEach(async () => {
      await current?.dispose();
      current = undefined;
    });
    define({
      subject: () => {
        if (!current) throw new Error("There is a subject only while a test runs");
        return current;
      },
      needs: (part, name, run) => {
        const reason = without[part];
        if (reason === undefined) it(name, run);
        else it.skip(`${name} (not here: ${reason})`, run);
      },
    });
  });
};

const VIRTUAL_STEP_MS = 250;
const REAL_STEP_MS = 20;

/** The probe's first answer other than `undefined`; time goes on between two looks. */
export const eventually = async <T>(
  subject: Subject,
  what: string,
  probe: () => Promise<T | undefined>,
  withinMs = 30_000,
): Promise<T> => {
  const started = performance.now();
  for (let virtual = 0; ; virtual += VIRTUAL_STEP_MS) {
    const answer = await probe();
    if (answer !== undefined) return answer;
    if (Math.max(subject.advance ? virtual : 0, performance.now() - started) > withinMs)
      throw new Error(`Not within ${withinMs} ms: ${what}`);
    if (subject.advance) await subject.advance(VIRTUAL_STEP_MS);
    else await new Promise((resolve) => setTimeout(resolve, REAL_STEP_MS));
  }
};

export const atOnce = <T>(count: number, call: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => call(index)));

export const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
};

/** Text of every plane, quotes, line ends and controls that are legal in XML 1.0, as SQS demands. */
export const anyUnicode = `"quoted" 'single' \\ back\tтекст 漢字 العربية 😀 \u{1d4b3} e\u0301 \u00e9 ~\r\n{"a":[1,"ß"]} <&>`;
