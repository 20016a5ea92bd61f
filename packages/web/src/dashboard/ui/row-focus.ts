import { useLayoutEffect, useRef } from "preact/hooks";

/**
 * Moves the focus between rows of which only those in view exist: a row that is out of view is scrolled to, and focused when
 * it has been drawn. Answers whether row `id` holds the focus now.
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
