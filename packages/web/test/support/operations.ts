import type { Api } from "../../src/api/index.ts";

export interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  schema?: Record<string, unknown>;
}

export interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  /** JSON Schema of the body, where it takes JSON. */
  body?: Record<string, unknown>;
  /** Media types of its successful answers. */
  types: string[];
}

// biome-ignore lint/suspicious/noExplicitAny: a document of many shapes, looked at in few places
type Document = any;

export const documentOf = async (api: Api, headers: Record<string, string> = {}): Promise<Document> =>
  (await api.request("/api/openapi.json", { headers: { host: "127.0.0.1", ...headers } })).json();

/** Every operation that the API's own document declares. */
export const operationsOf = (document: Document): Operation[] =>
  Object.entries<Record<string, Document>>(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      types: Object.entries<Document>(operation.responses).flatMap(([status, { content }]) =>
        status.startsWith("2") ? Object.keys(content ?? {}).map((type) => type.replace(/;.*/, "")) : [],
      ),
      body: operation.requestBody?.content?.["application/json"]?.schema,
    })),
  );

/** An address of the operation that is at least well formed. */
export const example = ({ path }: Operation): string =>
  path
    .replace("{id}", `pkg_${"a".repeat(24)}`)
    .replace("{ref}", "0")
    .replace("{round}", "1")
    .replace("/panels/{name}/{path}", "/panels/analysis/report")
    .replace("{file}", "report.html")
    .replace("{name}", "a.zip");
