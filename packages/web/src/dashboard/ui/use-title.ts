import { useEffect } from "preact/hooks";

/** Names the page, and the state of what it shows, in the browser's tab and history. */
export const useTitle = (...parts: readonly (string | undefined)[]): void => {
  const title = [...parts.filter(Boolean), "Torrent"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
};
