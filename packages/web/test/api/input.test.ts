import { expect, test } from "vitest";
import { files, setUp } from "../support/api.ts";

const { world, request } = setUp();
const id = await world.submit(
  "a.zip",
  files(3, () => "POISON"),
);
await world.finish();

const bytes = (text: string) => new TextEncoder().encode(text);
const redrive = (body: BodyInit | undefined, type?: string) =>
  request(`/api/v1/packages/${id}/redrive`, {
    method: "POST",
    ...(body === undefined ? {} : { body }),
    ...(type === undefined ? {} : { headers: { "content-type": type } }),
  });

test.each([
  ["that is no JSON", () => redrive('{"dryRun": tru', "application/json"), "The request body is not valid JSON"],
  [
    "of another type",
    () => redrive("dryRun=true", "application/x-www-form-urlencoded"),
    "Unsupported content type; send application/json",
  ],
  ["of no type", () => redrive(bytes('{"dryRun":true}')), "Unsupported content type; send application/json"],
])("a body %s is refused, and nothing is started", async (_, send, detail) => {
  const answer = await send();
  expect(answer.status).toBe(400);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  expect(await answer.json()).toMatchObject({ type: "/api/docs#invalid-request", detail });
  expect((await world.cloud.packages.read(id))?.round).toBe(1);
});

test("JSON is accepted under each of its media types", async () => {
  for (const type of ["application/json; charset=utf-8", "application/merge-patch+json"])
    expect((await redrive('{"dryRun":true}', type)).status).toBe(200);
});

test("each invalid part of a request is named with an English message", async () => {
  const answer = await request("/api/v1/packages?limit=0&sort=size");
  expect(answer.status).toBe(400);
  const { errors } = (await answer.json()) as { errors: { where: string; detail: string }[] };
  expect(errors.map(({ where }) => where).toSorted()).toEqual(["query.limit", "query.sort"]);
  for (const { detail } of errors) expect(detail).toMatch(/^(Too small: expected|Invalid option: expected)/);
});

test("a missing body means the defaults", async () => {
  expect((await redrive(undefined)).status).toBe(202);
});
