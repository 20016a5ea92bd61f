import type { RefObject } from "preact";
import { useEffect, useState } from "preact/hooks";

/** The inner width of an element, as it is and as it becomes; 0 until it was measured. */
export const useWidth = (element: RefObject<HTMLElement>): number => {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const resized = new ResizeObserver(([entry]) => setWidth(Math.floor(entry?.contentRect.width ?? 0)));
    if (element.current) resized.observe(element.current);
    return () => resized.disconnect();
  }, [element]);
  return width;
};
