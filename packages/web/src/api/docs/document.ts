import type { Hono } from "hono";
import * as z from "zod/mini";
import type { ApiEnv } from "../http/env.ts";
import type { Operation } from "../http/operation.ts";
import { operationOf } from "../http/routes.ts";
import { type Described, type Direction, jsonSchema } from "./json-schema.ts";
import type { OperationDocs } from "./operation-docs.ts";
import { type OperationId, operationDocs } from "./operations.ts";

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: Described;
}

type Content = Record<string, { schema: Described }>;

export interface DocumentedOperation extends Omit<OperationDocs, "responses"> {
  operationId: OperationId;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

/** OpenAPI 3.1. */
export interface Document {
  openapi: string;
  info: { title: string; version: string; description: string };
  security: Record<string, string[]>[];
  components: { securitySchemes: object; schemas: Record<string, Described> };
  paths: Record<string, Partial<Record<Operation["method"], DocumentedOperation>>>;
}

type Convert = (schema: z.core.$ZodType) => Described;

const contentOf = (content: Readonly<Record<string, { schema: z.core.$ZodType }>>, convert: Convert): Content =>
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

/** The OpenAPI document of every operation that an app answers. */
export const documentOf = ({ routes }: Pick<Hono<ApiEnv>, "routes">): Document => {
  const schemas: Record<string, Described> = {};
  const paths: Document["paths"] = {};
  const refer = (name: string, make: () => Described): string => {
    schemas[name] ??= make();
    return `#/components/schemas/${name}`;
  };
  for (const { path, handler } of routes) {
    const operation = operationOf(handler);
    if (!operation) continue;
    const name = path.replaceAll(/:(\w+)({\.\+})?/g, "{$1}");
    paths[name] = {
      ...paths[name],
      [operation.method]: documented(operation, (direction) => (schema) => jsonSchema(schema, direction, refer)),
    };
  }
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
