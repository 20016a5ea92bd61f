import {
  observeWindowOffset,
  observeWindowRect,
  type VirtualItem,
  Virtualizer,
  windowScroll,
} from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useState } from "preact/hooks";

/** The rows of equal height that are visible in the window; the page itself scrolls. */
export const useVirtual = (
  list: RefObject<HTMLElement>,
  count: number,
  height: number,
): { items: VirtualItem[]; total: number; scrollTo: (index: number) => void } => {
  const [, redraw] = useReducer((n: number) => n + 1, 0);
  const options = {
    count,
    estimateSize: () => height,
    overscan: 8,
    // The top bar covers the page.
    scrollPaddingStart: 72,
    scrollPaddingEnd: 16,
    scrollMargin: list.current?.offsetTop ?? 0,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    initialOffset: () => window.scrollY,
    onChange: () => redraw(0),
  };
  const [virtual] = useState(() => new Virtualizer<Window, HTMLElement>(options));
  virtual.setOptions(options);
  useLayoutEffect(() => virtual._didMount(), [virtual]);
  useLayoutEffect(() => {
    virtual._willUpdate();
  });
  const margin = options.scrollMargin;
  return {
    items: virtual.getVirtualItems().map((item) => ({ ...item, start: item.start - margin })),
    total: virtual.getTotalSize(),
    scrollTo: (index) => virtual.scrollToIndex(index, { align: "auto" }),
  };
};
