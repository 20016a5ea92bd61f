import type { Context, Handler, Schema, TypedResponse } from "hono";
import { Hono } from "hono/tiny";
import type { BlankInput, BlankSchema, ToSchema } from "hono/types";
import type { StatusCode } from "hono/utils/http-status";
import type { JSONParsed } from "hono/utils/types";
import type * as z from "zod/mini";
import type { DocsByOperation } from "../docs/operations.ts";
import type { ApiEnv } from "./env.ts";
import { requestParser } from "./input.ts";
import type { Operation } from "./operation.ts";

type RoutePath<P extends string> = P extends `${infer Start}/{${infer Name}}${infer Rest}`
  ? `${Start}/:${Name}${RoutePath<Rest>}`
  : P;

type Parsed<Target extends string, S extends z.core.$ZodType> = {
  in: { [T in Target]: z.input<S> };
  out: { [T in Target]: z.output<S> };
};
type Part<Request, Name extends string, Target extends string> = Request extends {
  readonly [N in Name]: infer S extends z.core.$ZodType;
}
  ? Parsed<Target, S>
  : BlankInput;
type Body<Request> = Request extends {
  readonly body: { readonly content: { readonly "application/json": { readonly schema: infer S } } };
}
  ? S extends z.core.$ZodType
    ? Parsed<"json", S>
    : BlankInput
  : BlankInput;
type InputOf<R extends Operation> = Part<R["request"], "params", "param"> &
  Part<R["request"], "query", "query"> &
  Part<R["request"], "headers", "header"> &
  Body<R["request"]>;

/** Other responses are streams of stored bytes. */
type OfMedia<Media, Value, Status extends StatusCode> = Media extends "application/json" | "application/problem+json"
  ? TypedResponse<JSONParsed<Value>, Status, "json">
  : Response;
type SchemaOf<C> = C[keyof C] extends { readonly schema: infer S extends z.core.$ZodType } ? z.output<S> : never;
type OfStatus<One, Status extends StatusCode> = One extends { readonly content: infer C }
  ? OfMedia<keyof C, SchemaOf<C>, Status>
  : TypedResponse<BlankInput, Status, string>;
type Responses<R extends Operation> = DocsByOperation[R["id"]]["responses"];
type Declared<R extends Operation> = keyof Responses<R> & StatusCode;
/** The types that the client sees: the response of each status, and `default` for every other status. */
type AnswerOf<R extends Operation> =
  | { [Status in Declared<R>]: OfStatus<Responses<R>[Status], Status> }[Declared<R>]
  | OfStatus<Responses<R>["default"], Exclude<StatusCode, Declared<R>>>;

/** A handler may respond without a body if the response declares none. */
type Empty<R extends Operation> = {
  [Status in Declared<R>]: Responses<R>[Status] extends { readonly content: unknown }
    ? never
    : TypedResponse<null, Status, "body">;
}[Declared<R>];

const operations = new WeakMap<Handler, Operation>();

/** The operation that a handler serves; `undefined` if it is not documented. */
export const operationOf = (handler: Handler): Operation | undefined => operations.get(handler);

export const createRoute = <const R extends Operation>(operation: R): R => operation;

class Routes<S extends Schema = BlankSchema> extends Hono<ApiEnv, S> {
  /** The handler receives parsed requests only, and its responses must be those that the operation declares. */
  openapi<const R extends Operation>(
    operation: R,
    handler: (
      c: Context<ApiEnv, RoutePath<R["path"]>, InputOf<R>>,
    ) => Promise<AnswerOf<R> | Empty<R>> | AnswerOf<R> | Empty<R>,
  ): Routes<S & ToSchema<R["method"], RoutePath<R["path"]>, InputOf<R>, AnswerOf<R>>> {
    const parseRequest = requestParser(operation);
    const answer: Handler<ApiEnv> = async (c) => {
      await parseRequest(c);
      return (await handler(c as never)) as unknown as Response;
    };
    operations.set(answer, operation);
    const path = operation.path.replaceAll(/\/{(.+?)}/g, "/:$1");
    this.on(operation.method, operation.rest ? `${path}{.+}` : path, answer);
    return this as never;
  }
}

/** A group of routes. */
export const routes = () => new Routes();
