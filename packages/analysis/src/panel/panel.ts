import { definePanel } from "@torrent/core";

/** Findings, entities and correlations of a package, in the dashboard and below `/api/v1/packages/<id>/panels/analysis/`. */
export const analysisPanel = definePanel({
  name: "analysis",
  title: "Findings",
  api: { load: () => import("./handler.ts") },
  dashboard: new URL("../../dist/dashboard/panel.js", import.meta.url),
});
