import type { PanelContext } from "@torrent/web/panel";

/** A component's name without the package's, which the page shows already. */
export const nameInPackage = (name: string): string => {
  const at = name.indexOf("!/");
  return at < 0 ? name : name.slice(at + 2);
};

/** The page with the sheet of one component open. */
export const componentPage = ({ href }: Pick<PanelContext, "href">, ref: string): string =>
  href(`components?open=${encodeURIComponent(ref)}`);
