/** What operators do with packages. It is not part of `unstable.ts`, so that an API can load it only when it is needed. */

export { type CompletionRedrive, completions, redriveCompletions } from "./stages/complete/completions.ts";
export { type LateResult, type LateResults, lateResults } from "./stages/redrive/late.ts";
export { fanOutRound, type Redrive, redrive } from "./stages/redrive/redrive.ts";
export { plansOf, plansOfRound } from "./stages/redrive/round.ts";
export { cancel, settleRest } from "./stages/settle/cancel.ts";
export { type MissingTask, type Next, type Why, why } from "./stages/watch/why.ts";
