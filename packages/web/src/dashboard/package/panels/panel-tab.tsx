import type { Outcome, PackageDetail, PanelView } from "../../data/queries.ts";
import { usePanel } from "./load-panel.ts";
import { usePanelContext } from "./panel-context.ts";
import { PanelFrame } from "./panel-frame.tsx";

interface TabProps {
  panel: PanelView & { module: string };
  pkg: PackageDetail;
  revision: number | undefined;
  outcome: Outcome | undefined;
}

/** A panel's own tab. */
export const PanelTab = ({ panel, ...shown }: TabProps) => {
  const loaded = usePanel(panel.module);
  const context = usePanelContext(panel.name, shown);
  if (loaded.state === "loading") return <div class="skeleton" aria-hidden="true" />;
  if (loaded.state === "failed")
    return (
      <div class="card quiet-card" role="alert">
        <h2>{panel.title} could not be loaded</h2>
        <p class="note">{loaded.message}</p>
      </div>
    );
  const { mount } = loaded.module;
  return typeof mount === "function" ? (
    <PanelFrame mount={mount} context={context} label={panel.title} />
  ) : (
    <div class="card quiet-card" role="alert">
      <h2>{panel.title} shows nothing</h2>
      <p class="note">Its module must export a function named mount; see PanelModule in @torrent/web/panel.</p>
    </div>
  );
};
