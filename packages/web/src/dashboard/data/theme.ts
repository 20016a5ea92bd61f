export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const NAME = "torrent-theme";

export const storedTheme = (): Theme => {
  const stored = localStorage.getItem(NAME);
  return themes.find((theme) => theme === stored) ?? "system";
};

export const applyTheme = (theme: Theme): void => {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  localStorage.setItem(NAME, theme);
};

export const nextTheme = (theme: Theme): Theme => themes[(themes.indexOf(theme) + 1) % themes.length] ?? "system";
