import type { PassContext } from "@torrent/analysis";
import type { ComponentFacts } from "@torrent/core/unstable";
import { stopIsolated } from "../packages/analysis/src/passes/isolate/index.ts";
import { structurePass } from "../packages/analysis/src/passes/structure/index.ts";
import { parquetSample, sqliteSample } from "../packages/analysis/test/structure/fixtures/databases.ts";
import { docxSample, pdfSample } from "../packages/analysis/test/structure/fixtures/documents.ts";
import * as texts from "../packages/analysis/test/structure/fixtures/texts.ts";
import { atLeast, type BenchResult, type Cell, median, round, type Target } from "./bench.ts";

const BYTES = 16_000_000;
const CHUNK = 1 << 16;
const ROUNDS = 3;

/** A text of the wanted size out of repeated samples, `head` before them. */
const many = (sample: string, head = ""): Buffer => Buffer.from(head + sample.repeat(Math.ceil(BYTES / sample.length)));

const rows = (sample: string): string => sample.slice(sample.indexOf("\n") + 1);

const inputs = (): Record<string, Buffer | Uint8Array> => ({
  "app.log": many(texts.logSample()),
  "table.csv": many(rows(texts.csvSample()), "id,name,day,amount,flag\n"),
  "lines.jsonl": many(texts.jsonLinesSample()),
  "one-line.json": Buffer.from(`[${many(`${texts.jsonSample()},`).toString()}0]`),
  "notes.txt": many(texts.proseSample()),
  "code.ts": many(texts.sourceSample()),
  "page.html": many("<p>some <b>text</b> of a page</p>\n", texts.htmlSample()),
  "blob.bin": Buffer.alloc(
    BYTES,
    Uint8Array.from({ length: 9973 }, (_, i) => (i * i) & 255),
  ),
  "orders.xml": Buffer.from(`<r>${many("<order id='1'><item>thing</item></order>\n").toString()}</r>`),
  "values.yaml": Buffer.from("key:\n  - name: a\n    value: 1\n".repeat(20_000)).subarray(0, 600_000),
  "mail.eml": Buffer.from(
    texts.mailSample().replace("TVqQ", `${"QUJDRA==\r\n".slice(0, 4)}${`${"QUJD".repeat(19)}\r\n`.repeat(50_000)}TVqQ`),
  ),
  "users.sqlite": sqliteSample(20_000),
  "users.parquet": parquetSample(100_000),
});

/** Small documents are counted by the piece: their cost is the thread and the parser's set-up. */
const pieces = (): Record<string, Uint8Array> => ({ "report.pdf": pdfSample(), "letter.docx": docxSample() });

const contextOf = (name: string, bytes: Uint8Array): PassContext => {
  const component: ComponentFacts = { name, kind: "binary", bytes: bytes.length, sha256: "" };
  return {
    component,
    async *bytes() {
      for (let at = 0; at < bytes.length; at += CHUNK) yield bytes.subarray(at, at + CHUNK);
    },
    whole: async () => Uint8Array.from(bytes),
    upstream: () => undefined,
    signal: new AbortController().signal,
  };
};

const secondsOf = async (name: string, bytes: Uint8Array, times: number): Promise<number> => {
  const context = contextOf(name, bytes);
  await structurePass.run(context);
  const seconds: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const start = performance.now();
    for (let i = 0; i < times; i++) await structurePass.run(context);
    seconds.push((performance.now() - start) / 1000 / times);
  }
  return median(seconds);
};

/** Speed of the structure pass by kind, one thread. The estimates that route components assume 4 MB/s. */
export const run = async (): Promise<BenchResult> => {
  const table: Record<string, Cell>[] = [];
  const targets: Target[] = [];
  try {
    for (const [name, bytes] of Object.entries(inputs())) {
      const speed = round(bytes.length / 1e6 / (await secondsOf(name, bytes, 1)));
      table.push({ input: name, MB: round(bytes.length / 1e6), "MB/s": speed });
      if (bytes.length >= BYTES) targets.push(atLeast(`${name} MB/s`, speed, 4));
    }
    for (const [name, bytes] of Object.entries(pieces())) {
      const each = await secondsOf(name, bytes, 20);
      table.push({ input: name, MB: round(bytes.length / 1e6), "documents/s": round(1 / each) });
    }
  } finally {
    await stopIsolated();
  }
  return { rows: table, targets };
};
