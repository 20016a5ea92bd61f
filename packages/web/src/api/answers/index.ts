import * as actions from "./actions.ts";
import * as components from "./components.ts";
import * as packages from "./packages.ts";
import * as reports from "./reports.ts";
import * as submit from "./submit.ts";
import * as system from "./system.ts";

/**
 * What each operation answers, and what the document says of it, by the operation's id. Types look at it at all times; it is
 * loaded only when the document is asked for, because nothing that is answered is parsed. See ADR 11.
 */
export const answers = { ...packages, ...components, ...reports, ...actions, ...submit, ...system };

export type Answers = typeof answers;
export type OperationId = keyof Answers;
