import { formatCount } from "@torrent/core/format";
import type { PanelContext } from "@torrent/web/panel";
import type { ReportFinding } from "../data.ts";
import { componentPage, nameInPackage } from "../names.ts";
import { Severity } from "../severity.tsx";

/** The place in its context, with what was found marked where the pass has said which part that is. */
const Context = ({ context, mark }: { context: string; mark: ReportFinding["mark"] }) => {
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
  finding: ReportFinding;
  context: PanelContext;
  /** Findings of the same rule that it stands for. */
  others?: number;
  /** There may be more than these. */
  more?: boolean;
}

export const FindingItem = ({ finding, context, others = 0, more = false }: FindingItemProps) => {
  const { severity, title, component, name, line, mark, rule, pass } = finding;
  const query = new URLSearchParams({ severity, text: title });
  return (
    <li>
      <Severity severity={severity} />
      <div class="finding">
        <span class="finding-title">{title}</span>
        <a href={componentPage(context, component)} class="mono place" title={name}>
          {nameInPackage(name)}
          {line === undefined ? "" : `:${line}`}
        </a>
        {finding.context ? <Context context={finding.context} mark={mark} /> : <span />}
        <span class="note rule">
          {rule} · {pass}
        </span>
        {others > 0 ? (
          <a class="others" href={context.href(`analysis?${query}`)}>
            {`${formatCount(others)}${more ? "+" : ""} more like this`}
          </a>
        ) : null}
      </div>
    </li>
  );
};
