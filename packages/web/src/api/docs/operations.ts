import * as components from "../components/component-docs.ts";
import * as actions from "../operations/action-docs.ts";
import * as outcome from "../outcome/outcome-docs.ts";
import * as packages from "../packages/package-docs.ts";
import * as panels from "../panels/panel-docs.ts";
import * as system from "../system/system-docs.ts";
import * as submit from "../uploads/upload-docs.ts";

/**
 * What each operation answers, and what the document says of it, by the operation's id. Types look at it at all times; it is
 * loaded only when the document is asked for, because nothing that is answered is parsed. See ADR 11.
 */
export const operationDocs = { ...packages, ...components, ...outcome, ...panels, ...actions, ...submit, ...system };

export type DocsByOperation = typeof operationDocs;
export type OperationId = keyof DocsByOperation;
