import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The current inner width of an element; 0 until it is measured. */
export const useWidth = (element: RefObject<HTMLElement>): number => {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const resized = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (element.current) resized.observe(element.current);
    return () => resized.disconnect();
  }, [element]);
  return width;
};
