import { html } from "hono/html";
import { problems } from "../http/problem.ts";
import type { Document, DocumentedOperation, JsonSchema } from "./document.ts";

const schemaText = (schema: JsonSchema): string => {
  if (schema.$ref) return schema.$ref.split("/").at(-1) ?? "";
  if (schema.enum) return schema.enum.join(" | ");
  if (schema.type === "array") return `${schemaText(schema.items || {})} …`;
  return [schema.type ?? ""].flat().join(" or ");
};

const parameters = ({ parameters: rows = [] }: DocumentedOperation) => {
  if (rows.length === 0) return "";
  return html`<table>
    <thead><tr><th scope="col">Parameter</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Description</th></tr></thead>
    <tbody>${rows.map(
      (
        parameter,
      ) => html`<tr><td><code>${parameter.name}</code>${parameter.required ? " *" : ""}</td><td>${parameter.in}</td>
        <td>${schemaText(parameter.schema)}</td><td>${parameter.description ?? ""}</td></tr>`,
    )}</tbody>
  </table>`;
};

const responses = (operation: DocumentedOperation) =>
  html`<dl>${Object.entries(operation.responses).map(
    ([status, { description }]) => html`<dt><code>${status}</code></dt><dd>${description}</dd>`,
  )}</dl>`;

const operations = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    (["get", "post", "put", "delete"] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );

/** Renders the document as a reference page without scripts or external resources. */
export const page = (document: Document) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Torrent API</title>
<link rel="stylesheet" href="/api/docs.css"></head>
<body><main>
<h1>Torrent API</h1>
<p>${document.info.description} The machine-readable document is <a href="/api/openapi.json">openapi.json</a>.
Send <code>Authorization: Bearer …</code> with each request; on loopback no token is required.</p>
${operations(document).map(
  ({ method, path, operation }) => html`<section>
  <h2><code><b>${method.toUpperCase()}</b> ${path}</code></h2>
  <p>${operation.summary}. ${operation.description ?? ""}</p>
  ${parameters(operation)}${responses(operation)}</section>`,
)}
<h2>Problems</h2>
<p>Errors are <code>application/problem+json</code> (RFC 9457); <code>type</code> links to this list.</p>
<dl>${Object.entries(problems).map(
  ([name, { status, title }]) => html`<dt id="${name}"><code>${status} ${name}</code></dt><dd>${title}</dd>`,
)}</dl>
</main></body></html>`;
