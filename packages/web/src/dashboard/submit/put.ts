import { ApiProblem } from "../data/api.ts";

export interface Put {
  text: string;
  /** The ETag that the store returned; needed for parts only. */
  etag: string | null;
}

export interface PutOptions {
  headers: Record<string, string>;
  onSent(bytes: number): void;
  /** Aborts the upload. */
  signal: AbortSignal;
}

export const CONNECTION_LOST = "The connection was lost; nothing was submitted";

const problemText = (text: string): { detail?: string } => {
  try {
    return JSON.parse(text) as { detail?: string };
  } catch {
    return {};
  }
};

/** Not with `fetch`, which does not report upload progress. */
export const put = (url: string, body: Blob, { headers, onSent, signal }: PutOptions): Promise<Put> =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    signal.addEventListener("abort", stop);
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onerror = () => reject(new Error(CONNECTION_LOST));
    request.onabort = () => reject(signal.reason);
    request.onloadend = () => signal.removeEventListener("abort", stop);
    request.onload = () => {
      if (request.status < 300) return resolve({ text: request.responseText, etag: request.getResponseHeader("etag") });
      reject(new ApiProblem(request.status, problemText(request.responseText)));
    };
    request.send(body);
  });
