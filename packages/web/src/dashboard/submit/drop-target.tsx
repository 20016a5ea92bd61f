import { useEffect, useState } from "preact/hooks";
import { Upload } from "../ui/icons.tsx";
import { deliveriesOf } from "./dropped.ts";
import { useUploads } from "./uploads.tsx";

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** Accepts dropped files anywhere on the page, with an overlay while they hover. */
export const DropTarget = () => {
  const [over, setOver] = useState(false);
  const { submit } = useUploads();
  useEffect(() => {
    // Entering a child fires before leaving its parent, so both are counted.
    let depth = 0;
    const show = (change: number) => {
      depth = Math.max(0, depth + change);
      setOver(depth > 0);
    };
    const onEnter = (event: DragEvent) => holdsFiles(event) && show(1);
    const onLeave = (event: DragEvent) => holdsFiles(event) && show(-1);
    const onOver = (event: DragEvent) => {
      if (!holdsFiles(event)) return;
      event.preventDefault();
      // Files that were over the page before the listener was added.
      if (depth === 0) show(1);
    };
    const onDrop = (event: DragEvent) => {
      if (!event.dataTransfer || !holdsFiles(event)) return;
      event.preventDefault();
      show(-depth);
      void deliveriesOf(event.dataTransfer).then(submit);
    };
    addEventListener("dragenter", onEnter);
    addEventListener("dragleave", onLeave);
    addEventListener("dragover", onOver);
    addEventListener("drop", onDrop);
    return () => {
      removeEventListener("dragenter", onEnter);
      removeEventListener("dragleave", onLeave);
      removeEventListener("dragover", onOver);
      removeEventListener("drop", onDrop);
    };
  }, [submit]);
  return (
    <div class={`drop ${over ? "over" : ""}`} aria-hidden={!over}>
      <div>
        <span class="well">
          <Upload />
        </span>
        <b>Drop to submit</b>
        <span>Each file or folder becomes one package.</span>
      </div>
    </div>
  );
};
