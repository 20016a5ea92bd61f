import { ApiProblem } from "../data/api.ts";

export interface Put {
  text: string;
  /** As the store names what it took; only a part needs it. */
  etag: string | null;
}

const problemText = (text: string): { detail?: string } => {
  try {
    return JSON.parse(text) as { detail?: string };
  } catch {
    return {};
  }
};

/** Not by `fetch`, which tells nothing of how much was sent. */
export const put = (
  url: string,
  headers: Record<string, string>,
  body: Blob,
  onSent: (bytes: number) => void,
): Promise<Put> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onerror = () => reject(new Error("The connection was lost; nothing was submitted"));
    request.onload = () => {
      if (request.status < 300) return resolve({ text: request.responseText, etag: request.getResponseHeader("etag") });
      reject(new ApiProblem(request.status, problemText(request.responseText)));
    };
    request.send(body);
  });
