import { useRef } from "preact/hooks";
import { Upload } from "../ui/icons.tsx";
import { deliveriesOfFiles } from "./dropped.ts";
import { useUploads } from "./uploads.tsx";

export const SubmitButton = () => {
  const input = useRef<HTMLInputElement>(null);
  const { submit } = useUploads();
  return (
    <>
      <button type="button" class="button primary" data-submit onClick={() => input.current?.click()}>
        <Upload />
        <span>Submit</span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        onChange={(event) => {
          submit(deliveriesOfFiles(event.currentTarget.files ?? []));
          event.currentTarget.value = "";
        }}
      />
    </>
  );
};
