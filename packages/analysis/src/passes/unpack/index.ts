export { unpackPass } from "./pass.ts";
