import { Link } from "wouter-preact";
import { inside } from "../data/format.ts";
import type { Finding } from "../data/queries.ts";
import { Severity } from "../ui/severity.tsx";

export const componentPath = (id: string, ref: string): string =>
  `/packages/${id}/components?open=${encodeURIComponent(ref)}`;

export const FindingItem = ({ finding, id }: { finding: Finding; id: string }) => (
  <li>
    <Severity severity={finding.severity} />
    <div class="finding">
      <span class="finding-title">{finding.title}</span>
      <Link href={componentPath(id, finding.component)} class="mono place" title={finding.name}>
        {inside(finding.name)}
        {finding.line === undefined ? "" : `:${finding.line}`}
      </Link>
      {finding.context ? <code class="context">{finding.context}</code> : <span />}
      <span class="note rule">
        {finding.rule} · {finding.pass}
      </span>
    </div>
  </li>
);
