/** The reference domain: what the passes find, how it is ranked and correlated, and the report that is made of it. */
export {
  type AnalysisPass,
  type AnalysisPassDefinition,
  analysisPass,
  type PassContext,
  type PassOutput,
} from "./analysis-pass.ts";
export { AnalysisResult, type Entity, type Finding, type Severity, severities } from "./findings.ts";
export { analysisReducer } from "./lazy-reducer.ts";
export { analysisPanel } from "./panel/panel.ts";
export { entitiesPass } from "./passes/entities/pass.ts";
export { passes } from "./passes/index.ts";
export { patternsPass, patternsPassOf } from "./passes/patterns/pass.ts";
export { type PatternsOptions, patterns } from "./passes/rule-files/pass.ts";
export { structurePass } from "./passes/structure/index.ts";
export { unpackPass } from "./passes/unpack/index.ts";
export { type AnalysisPriority, analysisPriority, priorityTable } from "./priority/table.ts";
