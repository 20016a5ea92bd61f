import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { strToU8, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { pdfSample } from "../packages/analysis/test/structure/fixtures/documents.ts";
import { scratch, torrent } from "./torrent.ts";

const mail = (attachment: Uint8Array): string =>
  [
    "From: Ann <ann@example.com>",
    "To: bob@example.com",
    "Subject: the figures",
    "Date: Mon, 05 Jan 2026 08:00:00 +0000",
    "MIME-Version: 1.0",
    'Content-Type: multipart/mixed; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain",
    "",
    "attached",
    "--b",
    'Content-Type: application/pdf; name="report.pdf"',
    'Content-Disposition: attachment; filename="report.pdf"',
    "Content-Transfer-Encoding: base64",
    "",
    Buffer.from(attachment).toString("base64"),
    "--b--",
    "",
  ].join("\r\n");

interface Component {
  ref: string;
  name: string;
  kind: string;
}

describe("a file in a document in a mail in an archive", { timeout: 120_000 }, () => {
  it("is a component with its whole provenance, analysed like any other, and the package waits for it", async () => {
    await using place = await scratch();
    const path = join(place.dir, "a.zip");
    await writeFile(path, zipSync({ "mail.eml": strToU8(mail(pdfSample())) }));
    const data = join(place.dir, "data");
    const { code, stdout, stderr } = await torrent("run", path, "--json", "--data", data).ended;
    expect(code, stderr).toBe(0);
    const { packages } = JSON.parse(stdout);
    // Letter: three tasks; PDF: four, `unpack` among them; its file: three.
    expect(packages[0]).toMatchObject({ status: "complete", tasks: { expected: 10, succeeded: 10 } });
    const report = JSON.parse(await readFile(packages[0].report, "utf8"));
    const components: Component[] = report.components;
    expect(components.map(({ ref, name, kind }) => [ref, name, kind])).toEqual([
      ["0", "a.zip!/mail.eml!/report.pdf", "pdf"],
      ["0/unpack/0", "a.zip!/mail.eml!/report.pdf!/notes.txt", "text"],
      ["1", "a.zip!/mail.eml", "mail"],
    ]);
  });
});
