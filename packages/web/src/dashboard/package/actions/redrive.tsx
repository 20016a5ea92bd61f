import { useMutation, useQuery, useQueryClient } from "@tanstack/preact-query";
import { countOf } from "@torrent/core/format";
import { useMemo } from "preact/hooks";
import { api } from "../../data/api.ts";
import { packageKey } from "../../data/queries.ts";
import { useDialog } from "../../ui/dialog.ts";

export interface Selection {
  fingerprint?: string;
  passes?: string[];
  component?: string;
}

type DryRun = { components: number; tasks: number };

/** Shows what would run again before starting it. The key prevents a repeated click from starting it twice. */
export const RedriveDialog = ({
  id,
  what,
  selection,
  onClose,
}: {
  id: string;
  what: string;
  selection: Selection;
  onClose: () => void;
}) => {
  const dialog = useDialog();
  const queries = useQueryClient();
  const key = useMemo(() => crypto.randomUUID(), []);
  const dryRun = useQuery<DryRun>({
    queryKey: ["redrive", id, selection],
    gcTime: 0,
    queryFn: async () => {
      const answer = await api.packages[":id"].redrive.$post({
        param: { id },
        header: {},
        json: { selection, dryRun: true },
      });
      return (await answer.json()) as DryRun;
    },
  });
  const start = useMutation({
    mutationFn: async () => {
      const header = { "idempotency-key": key };
      await api.packages[":id"].redrive.$post({ param: { id }, header, json: { selection } });
    },
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: packageKey(id) });
      void queries.invalidateQueries({ queryKey: ["packages"] });
      dialog.current?.close();
    },
  });
  const error = start.error ?? dryRun.error;
  const nothing = dryRun.data?.tasks === 0;
  return (
    <dialog ref={dialog} class="sheet" onClose={onClose} aria-labelledby="redrive-title">
      <h2 id="redrive-title">Redrive {what}</h2>
      <p class="note" role="status">
        {error
          ? ""
          : dryRun.data === undefined
            ? "Counting tasks"
            : nothing
              ? "No tasks to redrive."
              : `${countOf(dryRun.data.tasks, "task")} in ${countOf(dryRun.data.components, "component")} will run again with the currently deployed code. Earlier results are kept, and the outcome gets a new revision.`}
      </p>
      {error ? (
        <p class="callout bad" role="alert">
          {error.message}
        </p>
      ) : null}
      <div class="buttons">
        <button type="button" class="button" onClick={() => dialog.current?.close()}>
          Close
        </button>
        <button
          type="button"
          class="button primary"
          disabled={!dryRun.data || nothing || start.isPending}
          onClick={() => start.mutate()}
        >
          {start.isPending ? "Starting" : "Redrive"}
        </button>
      </div>
    </dialog>
  );
};
