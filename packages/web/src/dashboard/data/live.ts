import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** Whether the page updates or is paused for reading. */
export interface Live {
  paused: boolean;
  toggle(): void;
}

export const LiveContext = createContext<Live>({ paused: false, toggle: () => {} });
export const useLive = (): Live => useContext(LiveContext);
