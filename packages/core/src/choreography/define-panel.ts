import type { ObjectStore } from "../ports/object-store.ts";
import type { PackageRow } from "../ports/package-store.ts";
import type { PriorityTable } from "../priority/table.ts";
import type { Lazy } from "./lazy.ts";
import { checkOptions } from "./options.ts";

/** A request for a panel's data; who may read packages may make it. */
export interface PanelRequest {
  /** The rest of the path below the panel, without a leading slash: `findings`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly row: PackageRow;
  readonly objects: Pick<ObjectStore, "get" | "head" | "list">;
  readonly priorityTable: PriorityTable;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

/** Answers requests below `/api/v1/packages/<id>/panels/<name>/`. */
export type PanelHandler = (request: PanelRequest) => Promise<Response> | Response;

/** A part of a package's page, and of its API, that a choreography contributes. */
export interface Panel {
  readonly name: string;
  /** Heading of its tab. */
  readonly title: string;
  readonly api?: PanelHandler | Lazy<PanelHandler>;
  /** A built ES module for the dashboard; see `PanelModule` in `@torrent/web/panel`. */
  readonly dashboard?: URL;
}

/**
 * Defines a panel.
 *
 * @throws TypeError that names the panel and the option, for a definition that cannot work.
 * @example
 * definePanel({ name: "totals", title: "Totals", dashboard: new URL("./totals.js", import.meta.url) });
 */
export const definePanel = (panel: Panel): Panel => {
  if (typeof panel.name !== "string" || !/^[a-z][a-z0-9-]{0,31}$/.test(panel.name))
    throw new TypeError(`Panel name "${panel.name}" must be 1–32 of a-z, 0-9 and "-", starting with a letter`);
  checkOptions(`Panel "${panel.name}"`, panel, ["name", "title", "api", "dashboard"]);
  if (panel.api === undefined && panel.dashboard === undefined)
    throw new TypeError(`Panel "${panel.name}" shows nothing; give api, dashboard, or both`);
  return panel;
};
