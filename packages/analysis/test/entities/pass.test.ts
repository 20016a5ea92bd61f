import type { ComponentFacts } from "@torrent/core/unstable";
import { describe, expect, it } from "vitest";
import type { PassContext, PassOutput } from "../../src/analysis-pass.ts";
import { entitiesPass } from "../../src/passes/entities/index.ts";

const contextOf = (text: string, facts: Partial<ComponentFacts> = {}, upstream?: PassOutput): PassContext => {
  const bytes = Buffer.from(text);
  const component = { name: "a.log", kind: "log", bytes: bytes.length, sha256: "", ...facts };
  return {
    component,
    async *bytes() {
      yield bytes;
    },
    whole: async () => bytes,
    upstream: (pass) => (pass === "structure" ? upstream : undefined),
    signal: new AbortController().signal,
  };
};

describe("the entities pass", () => {
  it("keeps a value once, at its first place, and counts its mentions", async () => {
    const { entities } = await entitiesPass.run(contextOf("é from 192.0.2.7\nagain 192.0.2.7 and 192.0.2.8\n"));
    const line = { kind: "ipv4", confidence: 0.95 };
    expect(entities).toEqual([
      { ...line, value: "192.0.2.7", text: "192.0.2.7", start: 8, end: 17, count: 2, context: "é from 192.0.2.7" },
      {
        ...line,
        value: "192.0.2.8",
        text: "192.0.2.8",
        start: 38,
        end: 47,
        count: 1,
        context: "again 192.0.2.7 and 192.0.2.8",
      },
    ]);
  });

  it("reads the text that structure analysis extracted, and says that offsets count bytes of it", async () => {
    const output = await entitiesPass.run(
      contextOf("%PDF-1.7 \0\0", { kind: "pdf" }, { text: "Écrire à a.b@example.fr" }),
    );
    expect(output.entities).toMatchObject([{ kind: "email", value: "a.b@example.fr", start: 11, end: 25 }]);
    expect(output.facts).toMatchObject({ offsetsIn: "extracted-text" });
  });

  it("does not read a document's raw bytes where no text was extracted", async () => {
    const output = await entitiesPass.run(contextOf("%PDF a@example.com", { kind: "pdf" }));
    expect(output.entities).toEqual([]);
    expect(output.facts).toMatchObject({ offsetsIn: "none" });
  });

  it("stops between chunks when it is cancelled", async () => {
    const context = contextOf("a@example.com");
    await expect(entitiesPass.run({ ...context, signal: AbortSignal.abort() })).rejects.toThrow();
  });
});
