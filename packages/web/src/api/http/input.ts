import { type Schema, safeParse } from "@torrent/core/unstable";
import type { Context, ValidationTargets } from "hono";
import type { Operation } from "./operation.ts";
import { Problem } from "./problem.ts";

/** One part of a request and its schema. */
interface Part {
  target: keyof ValidationTargets;
  schema: Schema<unknown>;
  read(c: Context): unknown;
}

const JSON_TYPE = /^application\/([a-z.-]+\+)?json(;\s*[a-z0-9-]+=[^;]+)*$/i;

const hasBody = async ({ body }: Request): Promise<boolean> => {
  for await (const chunk of body ?? []) if (chunk.byteLength > 0) return true;
  return false;
};

/** A request without type and body is an empty object, which a schema of defaults accepts. */
const readBody = async ({ req }: Context): Promise<unknown> => {
  const type = req.header("content-type");
  if (type === undefined ? await hasBody(req.raw) : !JSON_TYPE.test(type))
    throw new Problem("invalid-request", "Unsupported content type; send application/json");
  if (type === undefined) return {};
  try {
    return await req.json();
  } catch {
    throw new Problem("invalid-request", "The request body is not valid JSON");
  }
};

/** A parameter that occurs once is a string; otherwise it is a list. */
const readQuery = ({ req }: Context): unknown =>
  Object.fromEntries(Object.entries(req.queries()).map(([name, all]) => [name, all.length === 1 ? all[0] : all]));

/**
 * The parts of a request that an operation declares, in the order in which they are parsed. Bodies other than JSON are
 * streams.
 */
const partsOf = ({ request = {} }: Operation): Part[] => {
  const { query, params, headers, body } = request;
  const json = body?.content["application/json"]?.schema;
  return [
    ...(query ? [{ target: "query", schema: query, read: readQuery } as const] : []),
    ...(params ? [{ target: "param", schema: params, read: ({ req }: Context) => req.param() } as const] : []),
    ...(headers ? [{ target: "header", schema: headers, read: ({ req }: Context) => req.header() } as const] : []),
    ...(json ? [{ target: "json", schema: json, read: readBody } as const] : []),
  ];
};

const parseTarget = (target: string, schema: Schema<unknown>, value: unknown): object => {
  const { success, data, error } = safeParse(schema, value);
  if (success) return data as object;
  const errors = error.issues.map(({ path, message }) => ({
    where: [target, ...path.map(String)].join("."),
    detail: message,
  }));
  throw new Problem("invalid-request", errors.map((error) => `${error.where}: ${error.detail}`).join("; "), { errors });
};

/** Parses the declared parts for `c.req.valid`, or refuses the request with one entry in `errors` per invalid part. */
export const requestParser = (operation: Operation) => {
  const parts = partsOf(operation);
  return async (c: Context): Promise<void> => {
    for (const { target, schema, read } of parts)
      c.req.addValidatedData(target, parseTarget(target, schema, await read(c)));
  };
};
