import { createHash } from "node:crypto";
import { type Decompose, TerminalError } from "@torrent/core/unstable";

/** A package of the tests: one JSON array of entries. */
export interface Entry {
  name: string;
  kind?: string;
  text: string;
  defect?: { kind: string; message: string };
}

export const textOf = async (chunks: AsyncIterable<Uint8Array>): Promise<string> => {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text;
};

/** Each entry is a component. */
export const entries: Decompose = async function* (source) {
  const text = await textOf(source.read());
  if (!text.startsWith("[")) throw new TerminalError("not-readable", `${source.name}: not an archive, nor text`);
  for (const { name, kind = "text", text: body, defect } of JSON.parse(text) as Entry[]) {
    const bytes = new TextEncoder().encode(body);
    const sha256 = createHash("sha256").update(bytes).digest("hex");
    yield {
      name,
      kind,
      bytes: bytes.length,
      sha256,
      ...(defect ? { defect } : {}),
      async *body() {
        yield bytes;
      },
      release: async () => {},
    };
  }
};
