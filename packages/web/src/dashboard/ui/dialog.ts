import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** Opens as a modal when mounted. A dialog to read gets the focus itself; a question focuses its first answer. */
export const useDialog = (reads = false): RefObject<HTMLDialogElement> => {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    dialog.current?.showModal();
    if (reads) dialog.current?.focus();
  }, [reads]);
  return dialog;
};
