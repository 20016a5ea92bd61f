import { countOf, formatCount } from "@torrent/core/format";
import { useState } from "preact/hooks";
import { Link } from "wouter-preact";
import { nameInPackage } from "../../data/names.ts";
import { componentPath } from "../../data/paths.ts";
import type { Failures } from "../../data/queries.ts";
import { RedriveDialog, type Selection } from "./redrive.tsx";

type Group = Failures["groups"][number];

const SHOWN = 5;

const GroupItem = ({ id, group, onRedrive }: { id: string; group: Group; onRedrive?: (() => void) | undefined }) => {
  const { error, outcome, passes, members, count: size } = group;
  return (
    <li>
      <span class="failure-count">{formatCount(size)}</span>
      <div class="stack">
        <span>
          <b>{(error?.kind ?? outcome).replaceAll("-", " ")}</b> in {passes.join(", ")}
        </span>
        {error ? <span class="note">{error.message}</span> : null}
        <span class="chips">
          {members.slice(0, SHOWN).map((member) => (
            <Link
              key={`${member.component}${member.pass}`}
              href={componentPath(id, member.component)}
              class="chip mono"
            >
              {nameInPackage(member.name)}
            </Link>
          ))}
          {size > SHOWN ? (
            <Link href={`/packages/${id}/components?status=failed`} class="chip">
              {`and ${formatCount(size - SHOWN)} more`}
            </Link>
          ) : null}
        </span>
      </div>
      {onRedrive ? (
        <button type="button" class="button small" onClick={onRedrive}>
          Redrive group
        </button>
      ) : null}
    </li>
  );
};

/** One entry per kind of error, for any number of components. */
export const FailureGroups = ({ failures, id, atRest }: { failures: Failures; id: string; atRest: boolean }) => {
  const [asking, setAsking] = useState<{ what: string; selection: Selection }>();
  const { total, grouped, groups } = failures;
  return (
    <section class="card" aria-labelledby="failures">
      <div class="card-head">
        <h2 id="failures">Failed tasks</h2>
        <span class="note">
          {countOf(total, "task")}
          {total > grouped ? `, first ${formatCount(grouped)} grouped` : ""}
        </span>
      </div>
      <ul class="failure-groups">
        {groups.map((group) => {
          const { fingerprint } = group;
          const ask = () => fingerprint && setAsking({ what: "this group", selection: { fingerprint } });
          return (
            <GroupItem
              key={`${group.outcome}${fingerprint}`}
              id={id}
              group={group}
              onRedrive={atRest && fingerprint ? ask : undefined}
            />
          );
        })}
      </ul>
      {asking ? <RedriveDialog id={id} {...asking} onClose={() => setAsking(undefined)} /> : null}
    </section>
  );
};
