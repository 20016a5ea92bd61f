import type { ComponentChildren } from "preact";

const Icon = ({ children, size = 16 }: { children: ComponentChildren; size?: number }) => (
  <svg
    aria-hidden="true"
    width={size}
    height={size}
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    stroke-width="1.6"
    stroke-linecap="round"
    stroke-linejoin="round"
  >
    {children}
  </svg>
);

export const Check = () => (
  <Icon>
    <path d="m3.5 8.5 3 3 6-7" />
  </Icon>
);
export const Cross = () => (
  <Icon>
    <path d="m4.5 4.5 7 7m0-7-7 7" />
  </Icon>
);
export const Half = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.2" />
    <path d="M8 2.8a5.2 5.2 0 0 1 0 10.4Z" fill="currentColor" stroke="none" />
  </Icon>
);
export const Minus = () => (
  <Icon>
    <path d="M4 8h8" />
  </Icon>
);
export const Blocked = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.2" />
    <path d="m4.4 4.4 7.2 7.2" />
  </Icon>
);
export const Dots = () => (
  <Icon>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.4" />
  </Icon>
);
export const Inward = () => (
  <Icon>
    <path d="M8 2.5v7m-3-2.8 3 3 3-3M3 12.8h10" />
  </Icon>
);
export const Merge = () => (
  <Icon>
    <path d="M3 3c0 4 5 3 5 7v3m5-10c0 4-5 3-5 7" />
  </Icon>
);
export const Upload = () => (
  <Icon>
    <path d="M8 10.5v-7m-3 2.8 3-3 3 3M3 12.8h10" />
  </Icon>
);
export const Sun = () => (
  <Icon>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.5v1m0 11v1M1.5 8h1m11 0h1M3.4 3.4l.7.7m7.8 7.8.7.7m0-9.2-.7.7m-7.8 7.8-.7.7" />
  </Icon>
);
export const Moon = () => (
  <Icon>
    <path d="M13 9.6A5.4 5.4 0 0 1 6.4 3a5.4 5.4 0 1 0 6.6 6.6Z" />
  </Icon>
);
export const Auto = () => (
  <Icon>
    <circle cx="8" cy="8" r="5.4" />
    <path d="M8 2.6a5.4 5.4 0 0 0 0 10.8Z" fill="currentColor" stroke="none" />
  </Icon>
);
export const Pause = () => (
  <Icon>
    <path d="M5.8 4v8m4.4-8v8" stroke-width="2" />
  </Icon>
);
export const Play = () => (
  <Icon>
    <path d="M5.5 3.5v9l7-4.5Z" fill="currentColor" />
  </Icon>
);
export const Chevron = () => (
  <Icon>
    <path d="m6 4 4 4-4 4" />
  </Icon>
);
export const Search = () => (
  <Icon>
    <circle cx="7" cy="7" r="4" />
    <path d="m10 10 3.2 3.2" />
  </Icon>
);
export const Warning = () => (
  <Icon>
    <path d="M8 2.6 14 13H2Z" />
    <path d="M8 6.6v3m0 1.8v.01" />
  </Icon>
);
