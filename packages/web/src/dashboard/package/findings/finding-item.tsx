import { formatCount } from "@torrent/core/format";
import { Link } from "wouter-preact";
import { nameInPackage } from "../../data/names.ts";
import type { Finding } from "../../data/queries.ts";
import { Severity } from "../../ui/severity.tsx";

export const componentPath = (id: string, ref: string): string =>
  `/packages/${id}/components?open=${encodeURIComponent(ref)}`;

/** The context of a finding, with the match highlighted if the pass has reported its position. */
const Context = ({ context, mark }: { context: string; mark: Finding["mark"] }) => {
  const [from = 0, to = 0] = mark ?? [];
  if (!(from >= 0 && from < to && to <= context.length)) return <code class="context">{context}</code>;
  return (
    <code class="context">
      {context.slice(0, from)}
      <mark>{context.slice(from, to)}</mark>
      {context.slice(to)}
    </code>
  );
};

interface FindingItemProps {
  finding: Finding;
  id: string;
  /** Number of other findings of the same rule. */
  others?: number;
  /** There may be more findings than `others`. */
  more?: boolean;
}

export const FindingItem = ({ finding, id, others = 0, more = false }: FindingItemProps) => {
  const { severity, title, component, name, line, context, mark, rule, pass } = finding;
  const query = new URLSearchParams({ severity, text: title });
  return (
    <li>
      <Severity severity={severity} />
      <div class="finding">
        <span class="finding-title">{title}</span>
        <Link href={componentPath(id, component)} class="mono place" title={name}>
          {nameInPackage(name)}
          {line === undefined ? "" : `:${line}`}
        </Link>
        {context ? <Context context={context} mark={mark} /> : <span />}
        <span class="note rule">
          {rule} · {pass}
        </span>
        {others > 0 ? (
          <Link class="others" href={`/packages/${id}/findings?${query}`}>
            {`${formatCount(others)}${more ? "+" : ""} more like this`}
          </Link>
        ) : null}
      </div>
    </li>
  );
};
