/** Light: what takes packages apart is loaded when one arrives. */
export { archives } from "./archives.ts";
