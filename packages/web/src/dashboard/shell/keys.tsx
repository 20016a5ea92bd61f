import { useEffect, useRef } from "preact/hooks";
import { useLocation } from "wouter-preact";
import { useDialog } from "../ui/dialog.ts";

/** Whether the user is typing or holding a modifier, so that shortcuts do not apply. */
export const isTyping = (event: KeyboardEvent): boolean =>
  event.metaKey ||
  event.ctrlKey ||
  event.altKey ||
  (event.target instanceof HTMLElement && event.target.matches("input, textarea, select, [contenteditable]"));

export const useKeys = (keys: Record<string, () => void>): void => {
  const latestKeys = useRef(keys);
  latestKeys.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = latestKeys.current[event.key];
      if (!action || isTyping(event) || document.querySelector("dialog[open]")) return;
      event.preventDefault();
      action();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
};

export const useGlobalKeys = ({ onHelp, onPause }: { onHelp: () => void; onPause: () => void }): void => {
  const [, navigate] = useLocation();
  useKeys({
    "?": onHelp,
    p: onPause,
    g: () => navigate("/"),
    s: () => navigate("/system"),
    u: () => document.querySelector<HTMLElement>("[data-submit]")?.click(),
  });
};

const help: [string, string][] = [
  ["j, ↓", "Next row"],
  ["k, ↑", "Previous row"],
  ["Enter", "Open row"],
  ["Esc", "Go back, or close"],
  ["/", "Filter by name"],
  ["w", "Show priority factors"],
  ["r", "Refresh"],
  ["p", "Pause or resume updates"],
  ["u", "Submit files"],
  ["g", "Go to Packages"],
  ["s", "Go to System"],
  ["?", "Show keyboard shortcuts"],
];

export const KeyHelp = ({ onClose }: { onClose: () => void }) => {
  const dialog = useDialog(true);
  return (
    <dialog ref={dialog} class="sheet" tabIndex={-1} onClose={onClose} aria-labelledby="keys-title">
      <h2 id="keys-title">Keyboard shortcuts</h2>
      <dl class="keys">
        {help.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <form method="dialog">
        <button type="submit" class="button">
          Close
        </button>
      </form>
    </dialog>
  );
};
