import type { Mount, PanelContext } from "@torrent/web/panel";
import { type ComponentType, render } from "preact";
import css from "./styles/panel.css?inline";

let styled = false;

/** A constructed style sheet: the dashboard's policy allows no style elements. */
const addStyles = (): void => {
  if (styled) return;
  styled = true;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
};

/** A component as one of the panel's views. */
export const viewOf =
  <Context extends PanelContext>(View: ComponentType<{ context: Context }>): Mount<Context> =>
  (element, first) => {
    addStyles();
    const update = (context: Context) => render(<View context={context} />, element);
    update(first);
    return { update, unmount: () => render(null, element) };
  };
