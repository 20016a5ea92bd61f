import { visibleTexts } from "@torrent/core/visible";
import { hc } from "hono/client";
import type { ProblemBody } from "../../api/http/problem.ts";
import type { Api } from "../../api/index.ts";

const TOKEN = "torrent-token";

/** Stored for the tab only; not needed on loopback. */
export const token = {
  read: (): string | null => sessionStorage.getItem(TOKEN),
  keep: (value: string): void => sessionStorage.setItem(TOKEN, value),
  forget: (): void => sessionStorage.removeItem(TOKEN),
};

export const authorization = (): Record<string, string> => {
  const storedToken = token.read();
  return storedToken === null ? {} : { authorization: `Bearer ${storedToken}` };
};

/** A response that describes a problem. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";
  readonly status: number;
  readonly title: string;
  readonly requestId: string | undefined;
  constructor(status: number, body: Partial<ProblemBody>) {
    super(body.detail ?? `The server responded with status ${status}`);
    this.status = status;
    this.title = body.title ?? "The request failed";
    this.requestId = body.requestId;
  }
}

export const problemOf = async (response: Response): Promise<ApiProblem> => {
  const body = (await response.json().catch(() => ({}))) as Partial<ProblemBody>;
  return new ApiProblem(response.status, body);
};

/** What is read of an answer is fit to be shown, wherever that is. */
const visibleAnswer = (response: Response): Response =>
  Object.assign(response, { json: async () => JSON.parse(await response.text(), visibleTexts) });

/** Conditional requests need nothing here: the browser revalidates by ETag and serves a 304 from its cache. */
export const api = hc<Api>(location.origin, {
  headers: authorization,
  fetch: async (input: RequestInfo | URL, init?: RequestInit) => {
    const response = await fetch(input, init);
    if (!response.ok) throw await problemOf(response);
    return visibleAnswer(response);
  },
}).api.v1;
