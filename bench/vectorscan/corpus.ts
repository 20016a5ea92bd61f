import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Files below `folder` in a fixed order, up to `most` bytes of them. */
const filesOf = (folder: string, wanted: RegExp, most: number): Buffer[] => {
  const parts: Buffer[] = [];
  let bytes = 0;
  const visit = (path: string): void => {
    for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (bytes >= most) return;
      const inner = join(path, entry.name);
      if (entry.isDirectory()) visit(inner);
      else if (entry.isFile() && wanted.test(entry.name)) {
        const part = readFileSync(inner).subarray(0, most - bytes);
        parts.push(part);
        bytes += part.length;
      }
    }
  };
  visit(folder);
  return parts;
};

const accessLog = (most: number): Buffer => {
  let state = 20261123;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;
  const lines: string[] = [];
  for (let bytes = 0; bytes < most; bytes += lines.at(-1)!.length)
    lines.push(
      `10.${random(256)}.${random(256)}.${random(256)} - - [23/Nov/2026:09:${10 + random(50)}:${10 + random(50)} +0000] ` +
        `"${pick(["GET", "POST"])} ${pick(["/api/v1/users", "/index.html", "/static/app.js", "/login"])}?id=${random(1e6)} ` +
        `HTTP/1.1" ${pick([200, 200, 301, 404, 500])} ${random(1e5)} "-" "Mozilla/5.0 (X11; Linux x86_64) Chrome/131.0"\n`,
    );
  return Buffer.from(lines.join("")).subarray(0, most);
};

const MB = 2 ** 20;

/** 64 MiB of what an installed checkout has: sources, JSON, markup and documentation, a binary, and access logs. */
export const corpus = (modules: string): Buffer =>
  Buffer.concat([
    ...filesOf(modules, /\.(js|ts|json|css|map)$/, 32 * MB),
    ...filesOf(modules, /\.(md|html)$/, 8 * MB),
    readFileSync(join(modules, "node/bin/node")).subarray(0, 12 * MB),
    accessLog(12 * MB),
  ]);
