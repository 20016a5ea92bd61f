import { TerminalError } from "@torrent/core/unstable";
import { afterAll, describe, expect, it, vi } from "vitest";
import { type Isolation, runIsolated, stopIsolated } from "../../src/passes/isolate/index.ts";
import { isRunning, startParent } from "./parent.ts";

const module = new URL("./modules/misbehaving.ts", import.meta.url);
const run = (order: object, options: Partial<Isolation> = {}): Promise<unknown> =>
  runIsolated(module, order, { subject: "demo", memoryMB: 64, seconds: 20, ...options });
const failure = async (promise: Promise<unknown>): Promise<TerminalError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TerminalError);
  return error as TerminalError;
};

describe("a parser in a process of its own", () => {
  afterAll(stopIsolated);

  it("hands its answer back", async () => {
    expect(await run({ do: "hello" })).toBe("hello");
  });

  it("gets the bytes of its input", async () => {
    expect(await run({ do: "length", bytes: new Uint8Array(3 * 2 ** 20) })).toBe(3 * 2 ** 20);
  });

  it("fails as the kind that its error names, or as parser-failed", async () => {
    expect(await failure(run({ do: "throw" }))).toMatchObject({
      kind: "parser-failed",
      message: "demo: offset 7 is outside",
    });
    expect((await failure(run({ do: "throw-kind" }))).kind).toBe("bad-page");
  });

  it("survives a recursion without end as an error", async () => {
    expect((await failure(run({ do: "recurse" }))).message).toContain("call stack");
  });

  it.each(["spin", "wait"])("is stopped when its time is up, though it would %s for ever", async (order) => {
    const error = await failure(run({ do: order }, { seconds: 0.3 }));
    expect(error).toMatchObject({ kind: "parser-timeout", message: "The demo parser took longer than 0.3 s" });
  });

  it.each(["fill-heap", "fill-buffers", "fill-one-buffer"])("dies alone where it would %s", async (order) => {
    const error = await failure(run({ do: order }));
    expect(error.kind).toBe("parser-died");
    expect(error.message).toContain("64 MB");
  });

  it("is stopped within native code that nothing else can stop, and the next run has its slot", async () => {
    const error = await failure(run({ do: "native" }, { seconds: 0.5 }));
    expect(error.kind).toBe("parser-timeout");
    expect(await run({ do: "fine" })).toBe("fine");
  });

  it("dies with its exit code named", async () => {
    expect(await failure(run({ do: "exit" }))).toMatchObject({
      kind: "parser-died",
      message: expect.stringContaining("code 3"),
    });
  });

  it.each([
    ["abort", "SIGABRT"],
    ["segfault", "SIGSEGV"],
  ])("dies alone of what ends V8 itself or native code: %s", async (order, signal) => {
    expect(await failure(run({ do: order }))).toMatchObject({
      kind: "parser-died",
      message: expect.stringContaining(signal),
    });
  });

  it("is used again, and gives way to another once an input has left it unusable", async () => {
    const first = await run({ do: "pid" });
    expect(await run({ do: "pid" })).toBe(first);
    await run({ do: "arm" });
    expect(await run({ do: "trip" })).toBe("fine");
    expect(await run({ do: "pid" })).not.toBe(first);
  });

  it("sees nothing of its parent's environment", async () => {
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    await stopIsolated();
    expect(JSON.stringify(await run({ do: "env" }))).not.toContain("secret");
    vi.unstubAllEnvs();
  });

  it.skipIf(process.platform === "win32")("writes no file", async () => {
    expect((await failure(run({ do: "write" }))).message).toContain("EFBIG");
  });

  it.runIf(process.platform === "linux")("has its memory limited by the system, touched or not", async () => {
    expect(await failure(run({ do: "reserve" }))).toMatchObject({
      kind: "parser-died",
      message: expect.stringContaining("64 MB"),
    });
  });

  it.runIf(process.platform === "linux")(
    "is what the system takes first for want of memory, leaves no core, and gets no signal meant for its parent",
    async () => {
      expect(await run({ do: "standing" })).toEqual({ oomScore: 1000, leadsSession: true, coreFile: "0" });
    },
  );

  it("that cannot be started is no fault of its input: an error that a retry may mend", async () => {
    await stopIsolated();
    const { execPath } = process;
    process.execPath = "/nowhere/node";
    try {
      const error = await run({ do: "fine" }).catch((reason: unknown) => reason);
      expect(error).not.toBeInstanceOf(TerminalError);
      expect(String(error)).toContain("No process could be started for the demo parser");
    } finally {
      process.execPath = execPath;
    }
    expect(await run({ do: "fine" })).toBe("fine");
  });

  it.each(["process", "thread"])(
    "ends with the %s that started it, even in the midst of a computation",
    async (kind) => {
      const parent = await startParent(kind);
      expect(isRunning(parent.child)).toBe(true);
      await parent.end();
      await expect.poll(() => isRunning(parent.child)).toBe(false);
    },
  );

  it("leaves the next run unharmed, whatever became of the one before", async () => {
    for (const order of ["throw", "exit", "fill-heap"]) {
      await failure(run({ do: order }));
      expect(await run({ do: "fine" })).toBe("fine");
    }
  });

  it("runs several at once without mixing up their answers", async () => {
    const orders = Array.from({ length: 8 }, (_, i) => `answer ${i}`);
    expect(await Promise.all(orders.map((order) => run({ do: order })))).toEqual(orders);
  });

  it("stops with the caller's reason when the caller gives up", async () => {
    const controller = new AbortController();
    const reason = new Error("cancelled");
    const running = run({ do: "spin" }, { signal: controller.signal });
    controller.abort(reason);
    await expect(running).rejects.toBe(reason);
    await expect(run({ do: "never" }, { signal: controller.signal })).rejects.toBe(reason);
  });

  it("says which module could not be loaded", async () => {
    const error = await failure(
      runIsolated(new URL("./modules/none.ts", import.meta.url), {}, { subject: "demo", memoryMB: 64, seconds: 20 }),
    );
    expect(error).toMatchObject({ kind: "parser-failed", message: expect.stringContaining("none.ts") });
  });
});
