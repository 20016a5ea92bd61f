import { useMutation, useQueryClient } from "@tanstack/preact-query";
import { countOf } from "@torrent/core/format";
import { api } from "../../data/api.ts";
import { type PackageDetail, packageKey } from "../../data/queries.ts";
import { useDialog } from "../../ui/dialog.ts";

export const CancelDialog = ({ pkg, onClose }: { pkg: PackageDetail; onClose: () => void }) => {
  const dialog = useDialog();
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: async () => {
      await api.packages[":id"].cancel.$post({ param: { id: pkg.id } });
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: packageKey(pkg.id) });
      dialog.current?.close();
    },
  });
  const { missing } = pkg.progress;
  return (
    <dialog ref={dialog} class="sheet" onClose={onClose} aria-labelledby="cancel-title">
      <h2 id="cancel-title">Cancel {pkg.name}</h2>
      <p class="note">
        {missing === undefined
          ? "The package ends immediately."
          : `${countOf(missing, "unsettled component")} will be cancelled.`}{" "}
        Finished results are kept; a redrive can process the rest later.
      </p>
      {cancel.error ? (
        <p class="callout bad" role="alert">
          {cancel.error.message}
        </p>
      ) : null}
      <div class="buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Keep running
        </button>
        <button type="button" class="button danger" disabled={cancel.isPending} onClick={() => cancel.mutate()}>
          {cancel.isPending ? "Cancelling" : "Cancel package"}
        </button>
      </div>
    </dialog>
  );
};
