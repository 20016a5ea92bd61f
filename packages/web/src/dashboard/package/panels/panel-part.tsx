import type { PanelComponentContext, PanelModule } from "../../../panel.ts";
import type { Outcome, PackageDetail, PanelView } from "../../data/queries.ts";
import { usePanelContext } from "./panel-context.ts";
import { PanelFrame } from "./panel-frame.tsx";

interface PartProps {
  panel: PanelView;
  module: PanelModule;
  pkg: PackageDetail;
  revision: number | undefined;
  outcome: Outcome | undefined;
}

/** What a panel adds to the overview, or to the column beside it. */
export const PanelPart = ({ panel, module, part, ...shown }: PartProps & { part: "overview" | "aside" }) => {
  const context = usePanelContext(panel.name, shown);
  const mount = module[part];
  return mount ? <PanelFrame mount={mount} context={context} label={panel.title} /> : null;
};

interface ComponentProps extends PartProps {
  component: PanelComponentContext["component"];
}

/** What a panel adds to the sheet of a component. */
export const ComponentPart = ({ panel, module, component, ...shown }: ComponentProps) => {
  const context = usePanelContext(panel.name, shown);
  return module.component ? (
    <PanelFrame mount={module.component} context={{ ...context, component }} label={panel.title} />
  ) : null;
};
