import { createContext } from "preact";
import { useContext } from "preact/hooks";

/** Whether the page follows the pipeline, or stands still for reading. */
export interface Live {
  paused: boolean;
  toggle(): void;
}

export const LiveContext = createContext<Live>({ paused: false, toggle: () => {} });
export const useLive = (): Live => useContext(LiveContext);
