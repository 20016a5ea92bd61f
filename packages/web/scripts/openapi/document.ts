import { memoryCloud } from "@torrent/core/testing/memory";
import * as z from "zod/mini";
import choreography from "../../../../torrent.config.ts";
import type { Document, DocumentedOperation, JsonSchema, Parameter } from "../../src/api/docs/document.ts";
import type { OperationDocs } from "../../src/api/docs/operation-docs.ts";
import { operationDocs } from "../../src/api/docs/operations.ts";
import type { Operation } from "../../src/api/http/operation.ts";
import { operationOf } from "../../src/api/http/routes.ts";
import { createApi } from "../../src/api/index.ts";
import { converter, type Direction } from "./schemas.ts";

type Convert = (schema: z.core.$ZodType) => JsonSchema;
type Content = Readonly<Record<string, { schema: z.core.$ZodType }>>;

const contentOf = (content: Content, convert: Convert): Record<string, { schema: JsonSchema }> =>
  Object.fromEntries(Object.entries(content).map(([type, { schema }]) => [type, { schema: convert(schema) }]));

const parametersOf = ({ request = {} }: Operation, convert: Convert): Parameter[] =>
  (["path", "query", "header"] as const).flatMap((place) => {
    const group = { path: request.params, query: request.query, header: request.headers }[place];
    return Object.entries(group?._zod.def.shape ?? {}).map(([name, part]) => {
      const schema = convert(part);
      const { description } = schema;
      return {
        name,
        in: place,
        required: !z.safeParse(part, undefined).success,
        ...(description === undefined ? {} : { description }),
        schema,
      };
    });
  });

const documented = (operation: Operation, convert: (direction: Direction) => Convert): DocumentedOperation => {
  const { id: operationId, request } = operation;
  const { responses, ...docs }: OperationDocs = operationDocs[operationId];
  const parameters = parametersOf(operation, convert("input"));
  const body = request?.body;
  return {
    operationId,
    ...docs,
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(body ? { requestBody: { ...body, content: contentOf(body.content, convert("input")) } } : {}),
    responses: Object.fromEntries(
      Object.entries(responses).map(([status, { content, ...response }]) => [
        status,
        { ...response, ...(content ? { content: contentOf(content, convert("output")) } : {}) },
      ]),
    ),
  };
};

/** The operations of the API with their paths, read from its routes. */
export const servedOperations = (): { path: string; operation: Operation }[] => {
  const { routes } = createApi({ cloud: memoryCloud(), auth: { mode: "loopback" }, choreography, cursorKey: "unused" });
  return routes.flatMap(({ path, handler }) => {
    const operation = operationOf(handler);
    return operation ? [{ path: path.replaceAll(/:(\w+)/g, "{$1}"), operation }] : [];
  });
};

/** The OpenAPI document of every operation, built from the zod schemas that parse requests and describe responses. */
export const buildDocument = (): Document => {
  const { convert, schemas } = converter();
  const paths: Document["paths"] = {};
  for (const { path, operation } of servedOperations())
    paths[path] = { ...paths[path], [operation.method]: documented(operation, convert) };
  return {
    openapi: "3.1.0",
    info: { title: "Torrent", version: "1", description: "Package status, submission, actions and results." },
    security: [{ token: [] }],
    components: {
      securitySchemes: {
        token: {
          type: "http",
          scheme: "bearer",
          description:
            "An access token for this deployment, with the role `read` or `operate`. Not required on loopback.",
        },
      },
      schemas,
    },
    paths,
  };
};
