import type { PanelModule } from "@torrent/web/panel";
import { Aside } from "./aside.tsx";
import { ComponentResults } from "./findings/component-results.tsx";
import { FindingsTab } from "./findings/findings.tsx";
import { Overview } from "./overview.tsx";
import { viewOf } from "./view.tsx";

export const mount = viewOf(FindingsTab);
export const overview = viewOf(Overview);
export const aside = viewOf(Aside);
export const component = viewOf(ComponentResults);

({ mount, overview, aside, component }) satisfies PanelModule;
