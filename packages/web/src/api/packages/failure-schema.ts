import * as z from "zod/mini";
import { named } from "../docs/schema-docs.ts";

export const Failure = named("Failure", z.object({ kind: z.string(), message: z.string() }));
