import { useEffect, useState } from "preact/hooks";
import { Upload } from "../ui/icons.tsx";
import { deliveriesOf } from "./dropped.ts";
import { useUploads } from "./uploads.tsx";

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes("Files") ?? false;

/** The whole page takes files, and says so while they hover over it. */
export const DropTarget = () => {
  const [over, setOver] = useState(false);
  const { submit } = useUploads();
  useEffect(() => {
    // Entering a child comes before leaving its parent: count both.
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
      // Files that were over the page before it could listen.
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
