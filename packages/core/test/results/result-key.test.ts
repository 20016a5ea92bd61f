import fc from "fast-check";
import { expect, it } from "vitest";
import type { CacheMode } from "../../src/choreography/run-context.ts";
import type { StandardSchema } from "../../src/choreography/standard-schema.ts";
import { type ComponentFacts, NAME_LIMIT_BYTES } from "../../src/component.ts";
import { toMetadata } from "../../src/component-metadata.ts";
import { keys } from "../../src/ids.ts";
import type { TaskMessage } from "../../src/messages.ts";
import { type Occasion, resultInput } from "../../src/results/result-key.ts";
import { runPass } from "../../src/stages/perform/run-pass.ts";
import { memoryCloud } from "../../src/testing/memory/index.ts";
import { idle, type PassContext, pipelineOver } from "../drive.ts";

interface Situation {
  facts: ComponentFacts;
  occasion: Occasion;
  body: string;
}

const refusing: StandardSchema<unknown, never> = {
  "~standard": { version: 1, vendor: "own", validate: () => ({ issues: [{ message: "no" }] }) },
};

/** Everything that a context shows, as text: its fields, what its functions give, and what they throw. */
const shown = async (context: PassContext): Promise<string> => {
  const given = async (call: () => unknown): Promise<unknown> => {
    try {
      return await call();
    } catch (error) {
      return `${error} ${(error as { kind?: string }).kind}`;
    }
  };
  const { component, package: of, upstream, round, attempt, ...rest } = context;
  const chunks: string[] = [];
  for await (const chunk of context.bytes()) chunks.push(Buffer.from(chunk).toString("hex"));
  return JSON.stringify({
    names: Object.keys(context).sort(),
    component: Object.entries(component).sort(([a], [b]) => (a < b ? -1 : 1)),
    package: of,
    upstream,
    round,
    attempt,
    chunks,
    whole: Buffer.from(await context.whole()).toString("hex"),
    text: await context.text(),
    json: await given(() => context.json()),
    refused: await given(() => context.json(refusing)),
    grown: await given(() => context.grow({ kind: "", name: "x", text: "" })),
    secret: "secret" in rest ? await given(() => context.secret("key")) : undefined,
    other: "secret" in rest ? await given(() => context.secret("other")) : undefined,
  });
};

/** Runs a pass of this cache mode there, over a store of its own; gives the key, and what the run was shown. */
const look = async (cache: CacheMode, { facts, occasion, body }: Situation): Promise<{ key: string; seen: string }> => {
  const cloud = memoryCloud();
  let seen = "";
  const needs = cache === "content" ? {} : { secrets: ["key"] };
  const pass = idle("looking", {
    cache,
    needs,
    run: async (context) => {
      seen = await shown(context);
    },
  });
  const pipeline = pipelineOver(cloud, { passes: [pass], secrets: (name) => `value of ${name}` });
  const { packageId, ref, round, attempt } = occasion;
  // What a package is follows from its id.
  const at = packageId.charCodeAt(packageId.length - 1);
  await cloud.packages.register({
    id: packageId,
    name: `package ${at}`,
    key: `inbox/${packageId}`,
    version: "1",
    bytes: at,
    state: "open",
    round,
    createdAt: at,
    updatedAt: at,
    deadlineAt: 1e15,
    declared: [],
    priority: { score: 0, band: "low", factors: [] },
  });
  const key = keys.component(packageId, ref);
  await cloud.objects.put(key, Buffer.from(body), { metadata: toMetadata(facts, "pending") });
  const message: TaskMessage = {
    type: "task",
    v: 1,
    packageId,
    round,
    traceparent: "",
    tree: "",
    slot: 0,
    component: ref,
    task: 0,
    pass: pass.name,
  };
  const input = resultInput(facts, pass, [], occasion);
  const { signal } = new AbortController();
  await runPass(pipeline, { message, pass, component: facts, key, upstream: [], input, attempt, signal });
  return { key: input, seen };
};

const bodies: Record<string, string> = { a: "not JSON", b: '{"n":1}' };
/** Few values, with the separators that a careless key would confuse, so that equal keys come up often. */
const part = fc.constantFrom("", "a", "b", "A", "/", "!/", "\u0000", " ", ":", "whole", "1", "0");
const word = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(""));
const small = fc.integer({ min: 0, max: 2 });
const slice = fc.record({ index: small, offset: small, line: small, before: small, after: small });
const situation: fc.Arbitrary<Situation> = fc
  .record({
    which: fc.constantFrom("a", "b"),
    name: word.map((name) => name.slice(0, NAME_LIMIT_BYTES)),
    kind: word,
    slice: fc.option(slice, { nil: undefined }),
    defect: fc.option(fc.record({ kind: word, message: word }), { nil: undefined }),
    packageId: fc.constantFrom("pkg_1", "pkg_2"),
    ref: fc.constantFrom("0", "1", "0/unpack/1"),
    round: fc.integer({ min: 1, max: 2 }),
    attempt: fc.integer({ min: 1, max: 2 }),
  })
  .map(({ which, name, kind, slice: cut, defect, ...occasion }) => ({
    facts: {
      name,
      kind,
      bytes: bodies[which]!.length,
      // The bytes follow from their digest.
      sha256: which.repeat(64),
      ...(cut ? { slice: cut } : {}),
      ...(defect ? { defect } : {}),
    },
    occasion,
    body: bodies[which]!,
  }));

/** Two situations that differ in one or two things, or in none. */
const pair = fc
  .tuple(
    situation,
    situation,
    fc.uniqueArray(fc.constantFrom("name", "kind", "slice", "defect", "packageId", "ref", "round", "attempt"), {
      maxLength: 3,
    }),
  )
  .map(([one, other, changed]): [Situation, Situation] => {
    const pick = <T extends object>(from: T, to: object): T =>
      Object.fromEntries(
        Object.entries({ ...from, ...to }).flatMap(([name]) => {
          const source = changed.includes(name as "name") ? to : from;
          return name in source ? [[name, (source as Record<string, unknown>)[name]]] : [];
        }),
      ) as T;
    return [one, { ...one, facts: pick(one.facts, other.facts), occasion: pick(one.occasion, other.occasion) }];
  });

it.each<CacheMode>(["content", "package", "none"])(
  'with cache: "%s", situations whose results have equal keys look the same to run',
  async (cache) => {
    let equal = 0;
    await fc.assert(
      fc.asyncProperty(pair, async ([one, other]) => {
        const [a, b] = [await look(cache, one), await look(cache, other)];
        if (a.key !== b.key) return;
        equal += 1;
        expect(b.seen).toBe(a.seen);
      }),
      { numRuns: 400 },
    );
    expect(equal).toBeGreaterThan(20);
  },
);

it("keys of different passes, versions, cache modes and upstream results differ", () => {
  const facts: ComponentFacts = { name: "a", kind: "text", bytes: 1, sha256: "a".repeat(64) };
  const occasion = { packageId: "p", ref: "0", round: 1, attempt: 1 };
  const pass = { name: "a", version: 1, cache: "content" as const };
  const inputs = [
    resultInput(facts, pass, [], occasion),
    resultInput(facts, { ...pass, name: "b" }, [], occasion),
    resultInput(facts, { ...pass, version: 2 }, [], occasion),
    resultInput(facts, { ...pass, cache: "package" }, [], occasion),
    resultInput(facts, { ...pass, cache: "none" }, [], occasion),
    resultInput(facts, pass, ["b@1:x"], occasion),
    resultInput(facts, pass, ["b@1:x", "c@1:y"], occasion),
    resultInput(facts, pass, ["b@1:x\u0000c@1:y"], occasion),
  ];
  expect(new Set(inputs).size).toBe(inputs.length);
});
