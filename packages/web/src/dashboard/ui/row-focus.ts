import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Moves the focus between virtual rows: a row out of view is scrolled to and focused when it is rendered. `holds`
 * returns whether a row has the focus.
 */
export const useRowFocus = (scrollTo: (index: number) => void) => {
  const wanted = useRef<string>();
  const take = () => {
    const row = wanted.current === undefined ? null : document.getElementById(wanted.current);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  };
  useLayoutEffect(take);
  return {
    focus(id: string, index: number): void {
      wanted.current = id;
      scrollTo(index);
      take();
    },
    holds: (id: string): boolean => document.activeElement?.id === id,
  };
};
