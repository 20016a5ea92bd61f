import { useState } from "preact/hooks";
import { isActive, type PackageDetail } from "../../data/queries.ts";
import { CancelDialog } from "./cancel.tsx";
import { RedriveDialog } from "./redrive.tsx";

/** The actions that are available in the package's state. */
export const Actions = ({ pkg }: { pkg: PackageDetail }) => {
  const [asking, setAsking] = useState<"redrive" | "cancel">();
  const { tasks } = pkg.progress;
  const unsuccessful = pkg.progress.failed > 0 || tasks.failed + tasks.skipped + tasks.expired + tasks.cancelled > 0;
  const close = () => setAsking(undefined);
  return (
    <div class="actions">
      {isActive(pkg) ? (
        <button type="button" class="button" onClick={() => setAsking("cancel")}>
          Cancel
        </button>
      ) : null}
      {!isActive(pkg) && pkg.state !== "rejected" && unsuccessful ? (
        <button type="button" class="button" onClick={() => setAsking("redrive")}>
          Redrive failed tasks
        </button>
      ) : null}
      {asking === "cancel" ? <CancelDialog pkg={pkg} onClose={close} /> : null}
      {asking === "redrive" ? <RedriveDialog id={pkg.id} what="failed tasks" selection={{}} onClose={close} /> : null}
    </div>
  );
};
