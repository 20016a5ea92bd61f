import { defineChoreography } from "@torrent/core";
import { reference } from "../../torrent.config.ts";

/** Tables go to workers, everything else to functions: both in one package. */
export default defineChoreography({
  ...reference,
  classify: [
    { name: "tables are heavy here", kinds: ["csv"], route: "worker" },
    { name: "everything else is light", route: "function" },
  ],
});
