import { Link } from "wouter-preact";
import type { Finding } from "../data/queries.ts";
import { Severity } from "../ui/severity.tsx";

export const componentPath = (id: string, ref: string): string =>
  `/packages/${id}/components?open=${encodeURIComponent(ref)}`;

export const FindingItem = ({ finding, id }: { finding: Finding; id: string }) => (
  <li>
    <Severity severity={finding.severity} />
    <div class="stack">
      <span class="finding-title">{finding.title}</span>
      {finding.context ? <code class="context">{finding.context}</code> : null}
      <span class="note">
        <Link href={componentPath(id, finding.component)} class="mono">
          {finding.name}
          {finding.line === undefined ? "" : `:${finding.line}`}
        </Link>{" "}
        · {finding.rule} · {finding.pass}
      </span>
    </div>
  </li>
);
