/** A reducer's laws. */
export { checkReducer, type ReducerCheckOptions, type ReducerCounterExample } from "./check-reducer.ts";
