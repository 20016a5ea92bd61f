/** A reducer's laws, tried on values of your own. */
export { checkReducer, type ReducerCheckOptions, type ReducerCounterExample } from "@torrent/core/testing";
/** Tests of a choreography, in one process and on virtual time. */
export { type ChoreographyTest, type TestOptions, testChoreography } from "./test-choreography.ts";
export type { TestedPackage, TestedTask } from "./tested-package.ts";
