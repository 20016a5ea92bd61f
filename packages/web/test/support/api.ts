import { expect } from "vitest";
import { type ApiOptions, createApi } from "../../src/api/index.ts";
import { createWorld, type Entry } from "./world.ts";

// biome-ignore lint/suspicious/noExplicitAny: what an answer holds is what the tests look at
type Answer = any;

export const bodyOf = (answer: Response): Promise<Answer> => answer.json() as Promise<Answer>;

export const files = (count: number, text: (n: number) => string = (n) => `hello ${n}`): Entry[] =>
  Array.from({ length: count }, (_, n) => ({ name: `file-${n}.txt`, text: text(n) }));

/** A world and its API on loopback, or however `options` say. */
export const setUp = (options: Partial<ApiOptions> = {}, of: Parameters<typeof createWorld>[0] = {}) => {
  const world = createWorld(of);
  const api = createApi({
    cloud: world.cloud,
    choreography: world.choreography,
    auth: { mode: "loopback" },
    cursorKey: "a key of the tests",
    directUploads: true,
    rate: false,
    ...options,
  });
  const request = async (path: string, init: RequestInit = {}): Promise<Response> =>
    api.request(path, { ...init, headers: { host: "127.0.0.1", ...(init.headers as Record<string, string>) } });
  return {
    world,
    api,
    request,
    /** The body of an answer that must have this status. */
    async json(path: string, status = 200): Promise<Answer> {
      const answer = await request(path);
      const text = await answer.text();
      expect(answer.status, text).toBe(status);
      return JSON.parse(text);
    },
    async post(path: string, body: unknown, status: number, headers: Record<string, string> = {}): Promise<Answer> {
      const answer = await request(path, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      });
      const text = await answer.text();
      expect(answer.status, text).toBe(status);
      return JSON.parse(text);
    },
  };
};
