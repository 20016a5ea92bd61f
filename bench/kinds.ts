import { execFile } from "node:child_process";
import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import { HEAD_BYTES, kindOf } from "@torrent/decompose/unstable";
import { atLeast, type BenchResult, type Cell } from "./bench.ts";

/** Where installed files are, those that are not there are left out; `TORRENT_KINDS` names others, separated by colons. */
const trees = (process.env.TORRENT_KINDS ?? "node_modules:/usr/share:/usr/lib:/etc").split(":");
const FILES = 40_000;
const BATCH = 2000;

/** Kinds of ours that mean what a media type of `file` means. */
const same: readonly [RegExp, readonly string[]][] = [
  [/^inode\/x-empty$/, ["empty"]],
  [/^image\/svg/, ["xml", "image"]],
  [/^image\//, ["image"]],
  [/^audio\//, ["audio"]],
  [/^video\//, ["video"]],
  [/^font\/|font/, ["font", "binary"]],
  [/^application\/pdf/, ["pdf"]],
  [/^application\/json|ndjson/, ["json", "jsonl", "source"]],
  [
    /^application\/(?:zip|gzip|x-xz|x-bzip2|x-tar|zstd|x-7z|x-rar|java-archive|x-archive|x-rpm|vnd\.debian|x-lzma|x-compress)/,
    ["archive", "office"],
  ],
  [/opendocument|officedocument|msword|ms-excel|ms-powerpoint|epub|text\/rtf/, ["office"]],
  [
    /^application\/(?:x-(?:pie-|mach-|dos|object|executable|sharedlib|java-applet|coredump)|vnd\.microsoft\.portable)/,
    ["executable"],
  ],
  [/sqlite3/, ["sqlite"]],
  [/wasm/, ["executable"]],
  [/^text\/html/, ["html", "source", "markdown", "xml"]],
  [/xml/, ["xml", "html"]],
  [/^message\/rfc822/, ["mail", "mbox"]],
  [/^text\/csv/, ["csv"]],
  [
    /^text\/(?:x-|troff)|javascript|x-(?:perl|ruby|php|shellscript)/,
    ["source", "text", "markdown", "log", "csv", "yaml"],
  ],
  [/^text\//, ["text", "source", "log", "csv", "yaml", "markdown", "json", "jsonl", "xml", "html", "mail", "mbox"]],
  [
    /^application\/(?:javascript|x-ndjson|postscript|x-wine-extension-ini|x-subrip|vnd\.hp-HPGL)|^message\/news|x-xpixmap/,
    ["source", "text"],
  ],
  [/ole-storage/, ["office"]],
  [/^application\/pgp-keys/, ["text", "binary"]],
  // Formats without a kind of their own here: a binary is what they are.
  [
    /^application\/(?:octet-stream|x-(?:bytecode|gettext|terminfo|dc42|dbf|setupscript|tplink|git|matlab|hdf|numpy|shockwave)|vnd\.)|^application\/x-/,
    ["binary", "parquet", "font", "archive"],
  ],
];

const agrees = (mime: string, kind: string): boolean | undefined =>
  same.find(([pattern]) => pattern.test(mime))?.[1].includes(kind);

const filesBelow = async (tree: string): Promise<string[]> => {
  const entries = await readdir(tree, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
};

const mimesOf = (paths: readonly string[]): Promise<string[]> =>
  new Promise((resolve, reject) => {
    execFile("file", ["-b", "--mime-type", "--", ...paths], { maxBuffer: 2 ** 26 }, (error, output) =>
      error
        ? reject(new Error(`"file" can't be run: install it (apt-get install file). ${error.message}`))
        : resolve(output.split("\n")),
    );
  });

const headOf = async (path: string): Promise<Uint8Array | undefined> => {
  const file = await open(path).catch(() => undefined);
  if (!file) return undefined;
  try {
    const head = Buffer.alloc(HEAD_BYTES);
    return head.subarray(0, (await file.read(head, 0, HEAD_BYTES, 0)).bytesRead);
  } finally {
    await file.close();
  }
};

/** Every n-th of what is installed, so that no tree is left out. */
const sample = (paths: readonly string[]): string[] => {
  const step = Math.max(1, paths.length / FILES);
  return Array.from({ length: Math.min(FILES, paths.length) }, (_, i) => paths[Math.floor(i * step)] as string);
};

/** Kinds of installed files beside `file(1)`, each pair on which the two differ with its number and an example. */
export const run = async (): Promise<BenchResult> => {
  const paths = sample((await Promise.all(trees.map(filesBelow))).flat());
  const pairs = new Map<string, { mime: string; kind: string; files: number; example: string }>();
  let agreed = 0;
  let compared = 0;
  for (let at = 0; at < paths.length; at += BATCH) {
    const batch = paths.slice(at, at + BATCH);
    const mimes = await mimesOf(batch);
    for (const [i, path] of batch.entries()) {
      const head = await headOf(path);
      const mime = mimes[i] ?? "";
      if (!head) continue;
      const kind = kindOf(path, head);
      const isSame = agrees(mime, kind);
      compared++;
      if (isSame) agreed++;
      else {
        const key = `${mime} ${kind}`;
        const known = pairs.get(key) ?? { mime, kind, files: 0, example: path };
        known.files++;
        pairs.set(key, known);
      }
    }
  }
  const rows: Record<string, Cell>[] = [...pairs.values()]
    .toSorted((a, b) => b.files - a.files)
    .slice(0, 60)
    .map(({ mime, kind, files, example }) => ({ "file(1)": mime, kind, files, example }));
  const share = compared === 0 ? 0 : Math.round((agreed / compared) * 10_000) / 10_000;
  rows.unshift({ "file(1)": "all", kind: "all", files: compared, example: `${agreed} agree` });
  return { rows, targets: [atLeast("share of files on which both agree", share, 0.98)] };
};
