import { useEffect, useRef, useState } from "preact/hooks";
import { useLocation } from "wouter-preact";
import type { Mount, PanelContext, PanelView } from "../../../panel.ts";

/** Links of a panel to other pages of the dashboard are followed without a reload. */
const pageOf = (event: MouseEvent): string | undefined => {
  if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
    return undefined;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link || link.target || link.hasAttribute("download") || link.origin !== location.origin) return undefined;
  return link.pathname.startsWith("/api/") ? undefined : `${link.pathname}${link.search}`;
};

interface FrameProps<Context> {
  mount: Mount<Context>;
  context: Omit<Context, "signal">;
  label: string;
}

/** Mounts one view of a panel in an element of its own; what it throws is shown in its place, and nowhere else. */
export const PanelFrame = <Context extends PanelContext>({ mount, context, label }: FrameProps<Context>) => {
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<{ mounted: PanelView<Context> | undefined; signal: AbortSignal }>();
  const [failure, setFailure] = useState<string>();
  const [, navigate] = useLocation();
  useEffect(() => {
    const parent = frame.current;
    if (!parent) return;
    const stop = new AbortController();
    const element = document.createElement("div");
    element.className = "panel-view";
    parent.append(element);
    try {
      const given = { ...context, signal: stop.signal } as Context;
      view.current = { mounted: mount(element, given) ?? undefined, signal: stop.signal };
    } catch (error) {
      setFailure(String(error));
    }
    return () => {
      stop.abort();
      try {
        view.current?.mounted?.unmount?.();
      } catch (error) {
        console.error(error);
      }
      view.current = undefined;
      element.remove();
    };
    // The context of the moment is enough to mount with; changes reach the view by `update`.
  }, [mount]);
  useEffect(() => {
    if (!view.current) return;
    try {
      view.current.mounted?.update?.({ ...context, signal: view.current.signal } as Context);
    } catch (error) {
      setFailure(String(error));
    }
  }, [context]);
  return (
    <>
      {failure ? (
        <p class="callout bad" role="alert">
          {label} could not be shown: {failure}
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the links within are what is clicked */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a link's Enter is a click */}
      <div
        ref={frame}
        class="panel-frame"
        onClick={(event) => {
          const page = pageOf(event);
          if (page === undefined) return;
          event.preventDefault();
          navigate(page);
        }}
      />
    </>
  );
};
