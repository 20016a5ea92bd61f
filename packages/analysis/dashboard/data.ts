import type { PanelContext } from "@torrent/web/panel";
import { useEffect, useState } from "preact/hooks";
import type { Report, ReportFinding } from "../src/report/schema.ts";

export type { Report, ReportFinding };

export interface FindingsPage {
  findings: ReportFinding[];
  next?: string;
}

/** Reads the panel's data as JSON; throws with what the server says is wrong. */
export const read = async <T>(context: PanelContext, path: string, signal?: AbortSignal): Promise<T> => {
  const answer = await context.fetch(path, signal ? { signal } : {});
  if (answer.ok) return (await answer.json()) as T;
  const problem = (await answer.json().catch(() => ({}))) as { detail?: string };
  throw new Error(problem.detail ?? `The server responded with status ${answer.status}`);
};

/** A revision never changes: the overview, the column beside it and the tab share one reading. */
const reports = new Map<string, Promise<Report>>();
const KEPT = 4;

const readReport = (context: PanelContext, revision: number): Promise<Report> => {
  const name = `${context.package.id}/${revision}`;
  const known = reports.get(name);
  if (known) return known;
  const reading = read<Report>(context, `report?revision=${revision}`);
  reports.set(name, reading);
  reading.catch(() => reports.delete(name));
  const [oldest] = reports.keys();
  if (reports.size > KEPT && oldest !== undefined) reports.delete(oldest);
  return reading;
};

export interface Reading<T> {
  data?: T;
  error?: Error;
}

/** The report of the revision on view; the one before it stays until it has arrived. */
export const useReport = (context: PanelContext): Reading<Report> => {
  const [reading, setReading] = useState<Reading<Report>>({});
  const { revision } = context;
  const { id } = context.package;
  useEffect(() => {
    if (revision === undefined) return;
    let shown = true;
    readReport(context, revision).then(
      (data) => shown && setReading({ data }),
      (error: Error) => shown && setReading({ error }),
    );
    return () => {
      shown = false;
    };
  }, [id, revision]);
  return reading;
};
