import { useState } from "preact/hooks";
import { Link, useRoute } from "wouter-preact";
import { useLive } from "../data/live.ts";
import { applyTheme, nextTheme, storedTheme } from "../data/theme.ts";
import { SubmitButton } from "../submit/submit-button.tsx";
import { Auto, Moon, Pause, Play, Sun } from "../ui/icons.tsx";

const Logo = () => (
  <svg class="logo" viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
    <rect width="32" height="32" rx="8" fill="var(--accent)" />
    <g fill="none" stroke="#fff" stroke-linecap="round" stroke-width="3">
      <path d="M7 9h9c4 0 4 0 6 3s3 3 3 3" opacity=".6" />
      <path d="M7 16h18" />
      <path d="M7 23h9c4 0 4 0 6-3s3-3 3-3" opacity=".6" />
    </g>
  </svg>
);

const ThemeButton = () => {
  const [theme, setTheme] = useState(storedTheme());
  const next = nextTheme(theme);
  const Shown = theme === "light" ? Sun : theme === "dark" ? Moon : Auto;
  const change = () => {
    applyTheme(next);
    setTheme(next);
  };
  return (
    <button type="button" class="icon-button" onClick={change} title={`Theme: ${theme}. Switch to ${next}`}>
      <Shown />
      <span class="sr">{`Theme: ${theme}. Switch to ${next}`}</span>
    </button>
  );
};

const NavLink = ({ href, children }: { href: string; children: string }) => {
  const [here] = useRoute(href);
  return (
    <Link href={href} aria-current={here ? "page" : undefined}>
      {children}
    </Link>
  );
};

export const TopBar = ({ onHelp }: { onHelp: () => void }) => {
  const { paused, toggle } = useLive();
  return (
    <header class="top">
      <Link href="/" class="brand">
        <Logo />
        <span>Torrent</span>
      </Link>
      <nav aria-label="Main">
        <NavLink href="/">Packages</NavLink>
        <NavLink href="/system">System</NavLink>
      </nav>
      <div class="tools">
        <button
          type="button"
          class={`live ${paused ? "paused" : ""}`}
          onClick={toggle}
          aria-pressed={paused}
          title="Pause updates (p)"
        >
          {paused ? <Play /> : <Pause />}
          <span>{paused ? "Paused" : "Live"}</span>
        </button>
        <ThemeButton />
        <button type="button" class="icon-button" onClick={onHelp} title="Keyboard shortcuts (?)">
          <span aria-hidden="true">?</span>
          <span class="sr">Keyboard shortcuts</span>
        </button>
        <SubmitButton />
      </div>
    </header>
  );
};
