import { useMutation, useQueryClient } from "@tanstack/preact-query";
import { countOf, formatDateTime } from "@torrent/core/format";
import type { ComponentType } from "preact";
import { useMemo } from "preact/hooks";
import { api } from "../../data/api.ts";
import { isActive, type PackageDetail, packageKey } from "../../data/queries.ts";
import { Check, Cross, Dots, Minus } from "../../ui/icons.tsx";

type Completion = PackageDetail["completions"][number];

const marks: Record<Completion["outcome"], { word: string; tone: string; Icon: ComponentType }> = {
  succeeded: { word: "notified", tone: "good", Icon: Check },
  failed: { word: "not notified", tone: "bad", Icon: Cross },
  expired: { word: "not notified in time", tone: "bad", Icon: Cross },
  pending: { word: "waiting", tone: "run", Icon: Dots },
  skipped: { word: "skipped", tone: "still", Icon: Minus },
  cancelled: { word: "cancelled", tone: "still", Icon: Minus },
};

const Item = ({ completion }: { completion: Completion }) => {
  const { subscriber, state, outcome, attempts, at, error } = completion;
  const { word, tone, Icon } = marks[outcome];
  return (
    <li>
      <span class={`mark ${tone}`}>
        <Icon />
      </span>
      <span class="stack">
        <span>
          <b>{subscriber}</b> {word}
        </span>
        <span class="note">
          of {state}
          {attempts !== undefined && attempts > 1 ? `, ${countOf(attempts, "delivery")}` : ""}
          {at === undefined ? "" : `, ${formatDateTime(at)}`}
        </span>
        {error ? (
          <span class="bad-text">
            {error.kind.replaceAll("-", " ")}: {error.message}
          </span>
        ) : null}
      </span>
    </li>
  );
};

const RedriveButton = ({ pkg }: { pkg: PackageDetail }) => {
  const queries = useQueryClient();
  const failed = pkg.completions.filter(({ outcome }) => outcome === "failed").length;
  // A repeated click repeats the request; what is done afterwards is another.
  const key = useMemo(() => crypto.randomUUID(), [pkg.completions]);
  const redrive = useMutation({
    mutationFn: async () => {
      const header = { "idempotency-key": key };
      await api.packages[":id"].completions.redrive.$post({ param: { id: pkg.id }, header, json: {} });
    },
    onSuccess: () => void queries.invalidateQueries({ queryKey: packageKey(pkg.id) }),
  });
  if (failed === 0 || isActive(pkg)) return null;
  return (
    <>
      <button type="button" class="button small" disabled={redrive.isPending} onClick={() => redrive.mutate()}>
        {redrive.isPending ? "Sending" : "Notify again"}
      </button>
      {redrive.error ? (
        <p class="bad-text" role="alert">
          {redrive.error.message}
        </p>
      ) : null}
    </>
  );
};

/** Whether everybody who wants to know has been notified, and of what. */
export const Subscribers = ({ pkg }: { pkg: PackageDetail }) =>
  pkg.completions.length === 0 ? null : (
    <section class="card" aria-labelledby="subscribers">
      <div class="card-head">
        <h2 id="subscribers">Subscribers</h2>
        <RedriveButton pkg={pkg} />
      </div>
      <ul class="subscribers">
        {pkg.completions.map((completion) => (
          <Item key={`${completion.subscriber}/${completion.state}`} completion={completion} />
        ))}
      </ul>
    </section>
  );
