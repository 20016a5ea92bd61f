import { defineChoreography, definePass, lines } from "@torrent/core";

let rolls = 0;
const roll = definePass({ name: "roll", version: 1, run: () => ({ rolled: ++rolls }) });

/** Its pass gives another output each time. */
export default defineChoreography({ name: "dice", decompose: lines("line"), passes: [roll] });
