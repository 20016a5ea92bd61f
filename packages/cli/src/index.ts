export { deliver } from "./deliver.ts";
export { startEmbedded } from "./embedded.ts";
export { program } from "./program.ts";
