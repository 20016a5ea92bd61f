import { ReadableStream } from "node:stream/web";
import { keys } from "@torrent/core/unstable";
import type { Context } from "hono";
import type { ApiEnv, Deps } from "../http/env.ts";
import { notModified, versionTag } from "../http/etag.ts";
import { Problem } from "../http/problem.ts";
import { requireOutcome } from "./outcome-reader.ts";
import { OUTCOME_FILE, UNTRUSTED_POLICY } from "./untrusted.ts";

/** Types that a browser shows in place; any other is saved. */
const SHOWN = new Set(["text/html", "text/plain", "application/json", "image/png", "image/jpeg", "image/webp"]);

const MEDIA_TYPE = /^[a-z]+\/[a-z0-9.+-]+$/;

/** The stored type if it is well formed; text is UTF-8. */
const typeOf = (stored = ""): { type: string; header: string } => {
  const [bare = ""] = stored.toLowerCase().split(";");
  const type = bare.trim();
  if (!MEDIA_TYPE.test(type)) return { type: "", header: "application/octet-stream" };
  return { type, header: type.startsWith("text/") ? `${type}; charset=utf-8` : type };
};

/** Streams one of the files that an outcome lists, or the outcome, as it is stored: its content is untrusted. */
export const streamFile = async (
  deps: Deps,
  c: Context<ApiEnv>,
  id: string,
  revision: number,
  file: string,
): Promise<Response> => {
  const missing = (detail = "") => new Problem("not-found", `Revision ${revision} of ${id} has no ${file}${detail}`);
  if (file !== OUTCOME_FILE) {
    const { files } = await requireOutcome(deps, id, revision);
    if (!files.includes(file)) throw missing(files.length > 0 ? `; it has ${files.join(", ")}` : "");
  }
  const same = notModified(c, versionTag(id, file, revision));
  if (same) return same;
  const object = await deps.cloud.objects.get(keys.resultFile(id, revision, file));
  if (!object) throw missing();
  const { type, header } = typeOf(object.info.contentType);
  c.header("content-type", header);
  const disposition = SHOWN.has(type) ? "inline" : "attachment";
  c.header("content-disposition", `${disposition}; filename="${id}-${revision}-${file}"`);
  c.set("policy", UNTRUSTED_POLICY);
  return c.body(ReadableStream.from(object.body) as never, 200);
};
