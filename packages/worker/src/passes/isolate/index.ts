export { type Isolation, runIsolated } from "./run-isolated.ts";
