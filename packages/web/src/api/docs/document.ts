import type { Operation } from "../http/operation.ts";
import type { OperationDocs } from "./operation-docs.ts";
import type { OperationId } from "./operations.ts";

/** A JSON Schema, as far as the reference page reads it. */
export interface JsonSchema {
  $ref?: string;
  type?: string | string[];
  enum?: unknown[];
  items?: JsonSchema | false;
  description?: string;
  [more: string]: unknown;
}

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

type Content = Record<string, { schema: JsonSchema }>;

export interface DocumentedOperation extends Omit<OperationDocs, "responses"> {
  operationId: OperationId;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

/** OpenAPI 3.1. `npm run openapi` builds it from the schemas into `openapi.json`. */
export interface Document {
  openapi: string;
  info: { title: string; version: string; description: string };
  security: Record<string, string[]>[];
  components: { securitySchemes: object; schemas: Record<string, JsonSchema> };
  paths: Record<string, Partial<Record<Operation["method"], DocumentedOperation>>>;
}
