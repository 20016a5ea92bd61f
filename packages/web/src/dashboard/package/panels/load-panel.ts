import { useEffect, useState } from "preact/hooks";
import type { PanelModule } from "../../../panel.ts";

const loading = new Map<string, Promise<PanelModule>>();

/** Loads a panel's module once; a load that failed is tried again. */
const loadPanel = (module: string): Promise<PanelModule> => {
  const known = loading.get(module);
  if (known) return known;
  const load = import(/* @vite-ignore */ module) as Promise<PanelModule>;
  loading.set(module, load);
  load.catch(() => loading.delete(module));
  return load;
};

export type LoadedPanel =
  | { state: "loading" }
  | { state: "failed"; message: string }
  | { state: "loaded"; module: PanelModule };

/** The panel's module, loaded when it is first shown. */
export const usePanel = (module: string): LoadedPanel => {
  const [panel, setPanel] = useState<LoadedPanel>({ state: "loading" });
  useEffect(() => {
    let shown = true;
    const set = (next: LoadedPanel) => shown && setPanel(next);
    loadPanel(module).then(
      (loaded) => set({ state: "loaded", module: loaded }),
      (error: unknown) => set({ state: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      shown = false;
    };
  }, [module]);
  return panel;
};

/** The modules of several panels, in their order; those that failed to load are left out. */
export const usePanels = (modules: readonly string[]): { settled: boolean; loaded: Map<string, PanelModule> } => {
  const [loaded, setLoaded] = useState<Map<string, PanelModule>>();
  const key = modules.join(" ");
  useEffect(() => {
    let shown = true;
    void Promise.allSettled(
      key === "" ? [] : key.split(" ").map(async (name) => [name, await loadPanel(name)] as const),
    ).then((results) => {
      if (!shown) return;
      setLoaded(new Map(results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []))));
    });
    return () => {
      shown = false;
    };
  }, [key]);
  return { settled: loaded !== undefined, loaded: loaded ?? new Map() };
};
