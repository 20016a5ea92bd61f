import { api, authorization } from "../data/api.ts";
import type { Delivery } from "./dropped.ts";
import { put } from "./put.ts";
import { putParts } from "./put-parts.ts";

/** Hashing reads the file once more, whole; larger files are sent without it. */
const HASHED_BYTES = 64 * 2 ** 20;

const sha256 = async (body: Blob): Promise<string | undefined> => {
  if (body.size > HASHED_BYTES) return undefined;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await body.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

export interface Uploaded {
  packageId?: string;
  /** The same bytes were here before. */
  known: boolean;
}

/** Asks where to, then sends the bytes there: through the server, to the store itself, or there in parts. */
export const upload = async ({ name, body }: Delivery, onSent: (bytes: number) => void): Promise<Uploaded> => {
  const hash = await sha256(body);
  const contentType = body.type || "application/octet-stream";
  const json = { name, contentType, bytes: body.size, ...(hash ? { sha256: hash } : {}) };
  const ticket = await (await api.uploads.$post({ json })).json();
  if (!("url" in ticket)) throw new Error("The server gave no place to upload to");
  if (ticket.packageId !== undefined) return { packageId: ticket.packageId, known: true };
  if (ticket.parts) return { packageId: await putParts(ticket.parts, body, onSent), known: false };
  const own = ticket.url.startsWith("/");
  const { text } = await put(ticket.url, { ...ticket.headers, ...(own ? authorization() : {}) }, body, onSent);
  return own ? { packageId: (JSON.parse(text) as { id: string }).id, known: false } : { known: false };
};
