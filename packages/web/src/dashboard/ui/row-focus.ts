import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Moves the focus between virtual rows: a row out of view is scrolled to and focused when it is rendered. `holds`
 * returns whether a row has the focus.
 */
export const useRowFocus = (scrollTo: (index: number) => void) => {
  const pendingId = useRef<string>();
  const focusPending = () => {
    const row = pendingId.current === undefined ? null : document.getElementById(pendingId.current);
    if (!row) return;
    pendingId.current = undefined;
    row.focus({ preventScroll: true });
  };
  useLayoutEffect(focusPending);
  return {
    focus(id: string, index: number): void {
      pendingId.current = id;
      scrollTo(index);
      focusPending();
    },
    holds: (id: string): boolean => document.activeElement?.id === id,
  };
};
