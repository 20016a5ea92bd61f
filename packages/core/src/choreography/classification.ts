import type { Route } from "../plan.ts";

/** What classification may decide of one component; what is left out follows from the passes. */
export interface Classification<PassName extends string = string> {
  /** Passes to run, of those that accept the component; the passes that they come after run too. */
  passes?: readonly PassName[];
  route?: Route;
  /** How important the component is, 0..1: the priority factor `kind`, in place of the table's. */
  weight?: number;
}
