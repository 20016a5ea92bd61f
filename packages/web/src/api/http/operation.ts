import type * as z from "zod/mini";
import type { Content } from "../docs/operation-docs.ts";
import type { OperationId } from "../docs/operations.ts";

/** What an operation's requests are parsed with. What it answers stands under its id in `answers/`. */
export interface Operation {
  id: OperationId;
  method: "get" | "post" | "put" | "delete";
  /** As in OpenAPI: `/{id}/why`. */
  path: string;
  /** The last parameter of the path takes all that follows, slashes too. */
  rest?: boolean;
  request?: {
    params?: z.core.$ZodObject;
    query?: z.core.$ZodObject;
    headers?: z.core.$ZodObject;
    body?: { required?: boolean; content: Content };
  };
}
