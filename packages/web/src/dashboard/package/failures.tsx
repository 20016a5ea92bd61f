import { Link } from "wouter-preact";
import { plural } from "../data/format.ts";
import type { Report } from "../data/queries.ts";
import { componentPath } from "./finding-item.tsx";

type Failed = Report["failures"]["first"][number];

interface Group {
  kind: string;
  pass: string;
  message: string;
  members: Failed[];
}

/** The same error in one pass is one problem, however many components it struck: names and numbers in it are left out. */
export const fingerprint = ({ pass, outcome, error }: Failed): string =>
  [pass, error?.kind ?? outcome, (error?.message ?? "").replaceAll(/"[^"]*"|\S*[/!.]\S*|\d+/g, "…")].join("\u0000");

export const groupFailures = (failures: readonly Failed[]): Group[] => {
  const groups = new Map<string, Group>();
  for (const one of failures) {
    const name = fingerprint(one);
    const group = groups.get(name);
    if (group) group.members.push(one);
    else
      groups.set(name, {
        kind: (one.error?.kind ?? one.outcome).replaceAll("-", " "),
        pass: one.pass,
        message: one.error?.message ?? "",
        members: [one],
      });
  }
  return [...groups.values()].sort((a, b) => b.members.length - a.members.length);
};

const SHOWN = 5;

export const Failures = ({ report, id }: { report: Report; id: string }) => {
  const { total, first } = report.failures;
  return (
    <section class="card wide" aria-labelledby="failures">
      <div class="card-head">
        <h2 id="failures">What went wrong</h2>
        <span class="note">
          {plural(total, "task")}
          {total > first.length ? `, the first ${first.length} are grouped here` : ""}
        </span>
      </div>
      <ul class="failure-groups">
        {groupFailures(first).map(({ kind, pass, message, members }) => (
          <li key={`${kind}${pass}${message}`}>
            <span class="failure-count">{members.length}</span>
            <div class="stack">
              <span>
                <b>{kind}</b> in {pass}
              </span>
              {message ? <span class="note">{message}</span> : null}
              <span class="chips">
                {members.slice(0, SHOWN).map((one) => (
                  <Link key={`${one.component}${one.pass}`} href={componentPath(id, one.component)} class="chip mono">
                    {one.name}
                  </Link>
                ))}
                {members.length > SHOWN ? (
                  <Link href={`/packages/${id}/components?status=failed`} class="chip">
                    {`and ${members.length - SHOWN} more`}
                  </Link>
                ) : null}
              </span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
};
