import { useState } from "preact/hooks";
import { isActive, type PackageDetail } from "../../data/queries.ts";
import { CancelDialog } from "./cancel.tsx";
import { RedriveDialog } from "./redrive.tsx";

/** What can be done with the package in its state; nothing is shown that would be refused. */
export const Actions = ({ one }: { one: PackageDetail }) => {
  const [asking, setAsking] = useState<"redrive" | "cancel">();
  const { tasks } = one.progress;
  const unsuccessful = one.progress.failed > 0 || tasks.failed + tasks.skipped + tasks.expired + tasks.cancelled > 0;
  const close = () => setAsking(undefined);
  return (
    <div class="actions">
      {isActive(one) ? (
        <button type="button" class="button" onClick={() => setAsking("cancel")}>
          Cancel
        </button>
      ) : null}
      {!isActive(one) && one.state !== "rejected" && unsuccessful ? (
        <button type="button" class="button" onClick={() => setAsking("redrive")}>
          Redrive failed tasks
        </button>
      ) : null}
      {asking === "cancel" ? <CancelDialog one={one} onClose={close} /> : null}
      {asking === "redrive" ? <RedriveDialog id={one.id} what="failed tasks" selection={{}} onClose={close} /> : null}
    </div>
  );
};
