/** Tests of a choreography, in one process and on virtual time. */
export { type ChoreographyTest, type TestOptions, testChoreography } from "./test-choreography.ts";
export type { TestedPackage, TestedTask } from "./tested-package.ts";
