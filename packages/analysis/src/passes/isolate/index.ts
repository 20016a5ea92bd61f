export { type Isolation, runIsolated, stopIsolated } from "./run-isolated.ts";
