import type { PanelContext } from "@torrent/web/panel";
import { useEffect, useState } from "preact/hooks";
import { type FindingsPage, type ReportFinding, read } from "../data.ts";

export interface FindingsQuery {
  severity: readonly string[];
  text: string;
}

interface State {
  findings: ReportFinding[];
  next?: string;
  loading: boolean;
  error?: Error;
}

const none: State = { findings: [], loading: true };

/** The findings that match, as many pages as have been asked for. */
export const useFindings = (context: PanelContext, { severity, text }: FindingsQuery, enabled: boolean) => {
  const { revision } = context;
  const query = new URLSearchParams({
    revision: String(revision),
    ...(severity.length > 0 ? { severity: severity.join(",") } : {}),
    ...(text ? { text } : {}),
  }).toString();
  const [state, setState] = useState<State>(none);
  const [cursor, setCursor] = useState<string>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    setState((before) => ({ ...before, loading: true }));
    setCursor(undefined);
  }, [query]);
  useEffect(() => {
    if (!enabled) return;
    const stop = new AbortController();
    const load = async () => {
      let from = cursor;
      let found: ReportFinding[] = [];
      // A page may hold nothing that matches, and have a next one.
      do {
        const path = `findings?${query}${from === undefined ? "" : `&cursor=${encodeURIComponent(from)}`}`;
        const page = await read<FindingsPage>(context, path, stop.signal);
        found = page.findings;
        from = page.next;
      } while (found.length === 0 && from !== undefined);
      setState((before) => ({
        findings: cursor === undefined ? found : [...before.findings, ...found],
        loading: false,
        ...(from === undefined ? {} : { next: from }),
      }));
    };
    load().catch((error: Error) => {
      if (!stop.signal.aborted) setState((before) => ({ ...before, loading: false, error }));
    });
    return () => stop.abort();
  }, [query, cursor, enabled, attempt]);
  return {
    ...state,
    more: () => {
      setState((before) => ({ ...before, loading: true }));
      setCursor(state.next);
    },
    retry: () => {
      const { error: _, ...rest } = state;
      setState({ ...rest, loading: true });
      setAttempt(attempt + 1);
    },
  };
};
