import { tmpdir } from "node:os";
import { sweep } from "@torrent/core/sweep";
import { memoryCloud, type VirtualClock } from "@torrent/core/testing/memory";
import { type Choreography, composePipeline, isChoreography, keys, type Log } from "@torrent/core/unstable";
import { drive } from "./drive.ts";
import { TestedPackage } from "./tested-package.ts";

export interface TestOptions {
  /** Values of the secrets that passes and subscribers read, by name. */
  secrets?: Readonly<Record<string, string>>;
  /**
   * `run` calls the subscribers' own handlers; `record` only records them as told, so that a test of a choreography with a
   * webhook sends nothing.
   * @default "run"
   */
  subscribers?: "run" | "record";
  /** @default nothing is logged */
  log?: Log;
}

/** A choreography in one process: memory in place of AWS, and a clock that moves only when the test moves it. */
export interface ChoreographyTest {
  readonly clock: VirtualClock;
  /** Delivers a package, with the sender's declarations, such as `{ "deadline-hours": "2" }`. */
  submit(name: string, body: Uint8Array | string, metadata?: Readonly<Record<string, string>>): Promise<TestedPackage>;
  /** Works until nothing is left to do; retries come when they are due, in no real time. */
  settle(): Promise<void>;
  /** Moves the clock on and sweeps, as is done every few minutes: packages past their deadline end. */
  advance(by: { hours?: number; minutes?: number; seconds?: number }): Promise<void>;
}

const never = () => {};

/**
 * Runs a choreography in a unit test.
 *
 * @throws TypeError where it is not given a choreography.
 * @example
 * const test = testChoreography(choreography);
 * const invoice = await test.submit("january.ndjson", '{"country":"NZ","net":12}');
 * await test.settle();
 * expect(await invoice.outcome()).toMatchObject({ status: "complete", result: { net: 12 } });
 */
export const testChoreography = (choreography: Choreography, options: TestOptions = {}): ChoreographyTest => {
  if (!isChoreography(choreography))
    throw new TypeError("testChoreography takes a choreography made with defineChoreography(…)");
  const { secrets = {}, subscribers = "run", log = never } = options;
  const cloud = memoryCloud({ log, topology: choreography.topology });
  const silent = choreography.onComplete.map((subscriber) => ({ ...subscriber, load: async () => never }));
  const pipeline = composePipeline(
    { ...choreography, onComplete: subscribers === "run" ? choreography.onComplete : silent },
    cloud,
    {
      scratchDir: tmpdir(),
      secrets: (name) => {
        const value = secrets[name];
        if (value !== undefined) return value;
        throw new Error(
          `The test has no secret "${name}"; give it with testChoreography(…, { secrets: { "${name}": … } })`,
        );
      },
    },
  );
  const settle = (): Promise<void> => drive(pipeline, cloud);
  return {
    clock: cloud.clock,
    settle,
    async submit(name, body, metadata = {}) {
      const bytes = typeof body === "string" ? new TextEncoder().encode(body) : body;
      await cloud.objects.put(keys.inbox(name), bytes, { metadata: { ...metadata } });
      return new TestedPackage(pipeline, cloud, keys.inbox(name));
    },
    async advance({ hours = 0, minutes = 0, seconds = 0 }) {
      await cloud.clock.advance(((hours * 60 + minutes) * 60 + seconds) * 1000);
      await sweep(pipeline);
      await settle();
    },
  };
};
