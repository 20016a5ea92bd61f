import * as components from "../components/component-docs.ts";
import * as actions from "../operations/action-docs.ts";
import * as outcome from "../outcome/outcome-docs.ts";
import * as packages from "../packages/package-docs.ts";
import * as panels from "../panels/panel-docs.ts";
import * as system from "../system/system-docs.ts";
import * as submit from "../uploads/upload-docs.ts";

/**
 * The responses and documentation of each operation, by its id. Types use it at all times, and the build of the OpenAPI
 * document loads it; no server does, because responses are not parsed. See ADR 16.
 */
export const operationDocs = { ...packages, ...components, ...outcome, ...panels, ...actions, ...submit, ...system };

export type DocsByOperation = typeof operationDocs;
export type OperationId = keyof DocsByOperation;
