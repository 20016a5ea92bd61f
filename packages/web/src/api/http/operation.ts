import type * as z from "zod/mini";
import type { Content } from "../docs/operation-docs.ts";
import type { OperationId } from "../docs/operations.ts";

/** The schemas that parse an operation's requests. Its responses are documented under the same id in `docs/operations.ts`. */
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
