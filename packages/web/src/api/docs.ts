import type { OpenAPIHono } from "@hono/zod-openapi";
import { Hono } from "hono";
import { html } from "hono/html";
import { stylesheet } from "./docs-style.ts";
import { problems } from "./problem.ts";

type Document = ReturnType<OpenAPIHono["getOpenAPI31Document"]>;
type Operation = NonNullable<NonNullable<Document["paths"]>[string]["get"]>;

export const documentOf = (app: Pick<OpenAPIHono, "getOpenAPI31Document" | "openAPIRegistry">): Document => {
  app.openAPIRegistry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    description: "A token of this deployment, with the role `read` or `operate`. Not needed on loopback.",
  });
  return app.getOpenAPI31Document({
    openapi: "3.1.0",
    info: { title: "Torrent", version: "1", description: "Status of packages, submission, and what they held." },
    security: [{ token: [] }],
  });
};

const schemaText = (schema: unknown): string => {
  if (typeof schema !== "object" || schema === null) return "";
  const one = schema as { $ref?: string; type?: string | string[]; enum?: unknown[]; items?: unknown };
  if (one.$ref) return one.$ref.split("/").at(-1) ?? "";
  if (one.enum) return one.enum.join(" | ");
  if (one.type === "array") return `${schemaText(one.items)} …`;
  return [one.type ?? ""].flat().join(" or ");
};

const parameters = (operation: Operation) => {
  const rows = (operation.parameters ?? []).flatMap((one) => ("name" in one ? [one] : []));
  if (rows.length === 0) return "";
  return html`<table>
    <thead><tr><th scope="col">Parameter</th><th scope="col">In</th><th scope="col">Type</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${rows.map((one) => {
      const described = one.schema as { description?: string } | undefined;
      return html`<tr><td><code>${one.name}</code>${one.required ? " *" : ""}</td><td>${one.in}</td>
        <td>${schemaText(one.schema)}</td><td>${one.description ?? described?.description ?? ""}</td></tr>`;
    })}</tbody>
  </table>`;
};

const responses = (operation: Operation) =>
  html`<dl>${Object.entries(operation.responses ?? {}).map(
    ([status, one]) => html`<dt><code>${status}</code></dt><dd>${"description" in one ? one.description : ""}</dd>`,
  )}</dl>`;

const operations = (document: Document) =>
  Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    (["get", "post", "put", "delete"] as const).flatMap((method) => {
      const operation = item[method];
      return operation ? [{ method, path, operation }] : [];
    }),
  );

const page = (document: Document) => html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Torrent API</title>
<link rel="stylesheet" href="/api/docs.css"></head>
<body><main>
<h1>Torrent API</h1>
<p>${document.info.description} Machine-readable: <a href="/api/openapi.json">openapi.json</a>.
Send <code>Authorization: Bearer …</code> unless you are on the same machine.</p>
${operations(document).map(
  ({ method, path, operation }) => html`<section>
  <h2><code><b>${method.toUpperCase()}</b> ${path}</code></h2>
  <p>${operation.summary ?? ""}. ${operation.description ?? ""}</p>
  ${parameters(operation)}${responses(operation)}</section>`,
)}
<h2>Problems</h2>
<p>Errors are <code>application/problem+json</code> (RFC 9457); <code>type</code> leads here.</p>
<dl>${Object.entries(problems).map(
  ([name, { status, title }]) => html`<dt id="${name}"><code>${status} ${name}</code></dt><dd>${title}</dd>`,
)}</dl>
</main></body></html>`;

/** The OpenAPI document, and a reference page made from it that needs no script and no other host. */
export const docsRoutes = (document: () => Document) => {
  let made: Document | undefined;
  const once = (): Document => {
    made ??= document();
    return made;
  };
  return new Hono()
    .get("/openapi.json", (c) => c.json(once()))
    .get("/docs", (c) => c.html(page(once())))
    .get("/docs.css", (c) => c.body(stylesheet, 200, { "content-type": "text/css; charset=utf-8" }));
};
