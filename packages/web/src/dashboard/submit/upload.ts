import { ApiProblem, api, authorization } from "../data/api.ts";
import type { Delivery } from "./dropped.ts";

/** Hashing reads the file once more, whole; larger files are sent without it. */
const HASHED_BYTES = 64 * 2 ** 20;

const sha256 = async (body: Blob): Promise<string | undefined> => {
  if (body.size > HASHED_BYTES) return undefined;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await body.arrayBuffer()));
  return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};

/** `fetch` tells nothing of how much was sent. */
const put = (
  url: string,
  headers: Record<string, string>,
  body: Blob,
  onSent: (bytes: number) => void,
): Promise<string> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onerror = () => reject(new Error("The connection was lost; nothing was submitted"));
    request.onload = () => {
      if (request.status < 300) return resolve(request.responseText);
      reject(new ApiProblem(request.status, problemText(request.responseText)));
    };
    request.send(body);
  });

const problemText = (text: string): { detail?: string } => {
  try {
    return JSON.parse(text) as { detail?: string };
  } catch {
    return {};
  }
};

export interface Uploaded {
  packageId?: string;
  /** The same bytes were here before. */
  known: boolean;
}

/** Asks where to, then sends the bytes there. */
export const upload = async ({ name, body }: Delivery, onSent: (bytes: number) => void): Promise<Uploaded> => {
  const hash = await sha256(body);
  const contentType = body.type || "application/octet-stream";
  const answer = await api.uploads.$post({ json: { name, contentType, ...(hash ? { sha256: hash } : {}) } });
  const ticket = await answer.json();
  if (!("url" in ticket)) throw new Error("The server gave no place to upload to");
  if (ticket.packageId !== undefined) return { packageId: ticket.packageId, known: true };
  const own = ticket.url.startsWith("/");
  const text = await put(ticket.url, { ...ticket.headers, ...(own ? authorization() : {}) }, body, onSent);
  if (!own) return { known: false };
  return { packageId: (JSON.parse(text) as { id: string }).id, known: false };
};
