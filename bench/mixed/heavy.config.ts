import { defineChoreography } from "@torrent/core";
import { reference } from "../../torrent.config.ts";

/** Databases and binaries go to the worker. */
export default defineChoreography({
  ...reference,
  classify: [{ name: "databases and binaries are heavy here", kinds: ["sqlite", "binary"], route: "worker" }],
});
