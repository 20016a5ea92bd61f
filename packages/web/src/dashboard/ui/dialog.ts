import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Opens with its component, modal. What is to be read is focused itself; what asks a question focuses its first answer. */
export const useDialog = (reads = false): RefObject<HTMLDialogElement> => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    if (reads) dialog.current?.focus();
  }, [reads]);
  return dialog;
};
