import { useEffect, useMemo, useState } from "preact/hooks";
import { useLocation, useSearch } from "wouter-preact";
import type { PanelContext } from "../../../panel.ts";
import { authorization } from "../../data/api.ts";
import type { Outcome, PackageDetail } from "../../data/queries.ts";

const darkScheme = () => matchMedia("(prefers-color-scheme: dark)");

const themeNow = (): "light" | "dark" => {
  const { theme } = document.documentElement.dataset;
  if (theme === "light" || theme === "dark") return theme;
  return darkScheme().matches ? "dark" : "light";
};

const useTheme = (): "light" | "dark" => {
  const [theme, setTheme] = useState(themeNow());
  useEffect(() => {
    const scheme = darkScheme();
    const again = () => setTheme(themeNow());
    const chosen = new MutationObserver(again);
    chosen.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    scheme.addEventListener("change", again);
    return () => {
      chosen.disconnect();
      scheme.removeEventListener("change", again);
    };
  }, []);
  return theme;
};

/** Below the panel's own address; whatever climbs out of it is refused. */
const panelAddress = (id: string, name: string, path: string): URL => {
  const base = `/api/v1/packages/${id}/panels/${name}/`;
  const address = new URL(path.replace(/^\/+/, ""), new URL(base, location.origin));
  if (address.origin !== location.origin || !address.pathname.startsWith(base))
    throw new TypeError(`"${path}" is not below the panel ${name}`);
  return address;
};

interface Shown {
  pkg: PackageDetail;
  revision: number | undefined;
  outcome: Outcome | undefined;
}

/** What a panel's views are given of the page. */
export const usePanelContext = (name: string, { pkg, revision, outcome }: Shown): Omit<PanelContext, "signal"> => {
  const text = useSearch();
  const [, navigate] = useLocation();
  const theme = useTheme();
  const { id, name: packageName, state, round, revision: latest, components } = pkg;
  return useMemo(() => {
    const href = (page: string) => `/packages/${id}${page === "" ? "" : `/${page.replace(/^\/+/, "")}`}`;
    return {
      package: { id, name: packageName, state, round, revision: latest, components },
      revision,
      outcome,
      theme,
      search: new URLSearchParams(text),
      setSearch: (search) => navigate(`?${search}`, { replace: true }),
      fetch: async (path, init = {}) =>
        fetch(panelAddress(id, name, path), { ...init, headers: { ...init.headers, ...authorization() } }),
      href,
      navigate: (page) => navigate(href(page)),
    };
  }, [id, packageName, state, round, latest, components, revision, outcome, theme, text, name, navigate]);
};
