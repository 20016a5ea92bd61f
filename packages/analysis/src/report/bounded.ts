import type { StoredFinding } from "../findings.ts";

/** UTF-16 units kept of a finding's texts; a pass should keep to less, and a report must not depend on it. */
const LIMIT = { rule: 200, title: 300, context: 500, tag: 100, tags: 20 };

/** Cuts a text, marks the cut, and never leaves half of a surrogate pair. */
export const cut = (text: string, limit: number): string => {
  if (text.length <= limit) return text;
  const end = limit - 1;
  const code = text.charCodeAt(end - 1);
  return `${text.slice(0, code >= 0xd800 && code <= 0xdbff ? end - 1 : end)}…`;
};

/** A finding with every text cut to what a report holds; a mark that the cut took away goes with it. */
export const bounded = (finding: StoredFinding): StoredFinding => {
  const { mark, ...rest } = finding;
  const context = finding.context === undefined ? undefined : cut(finding.context, LIMIT.context);
  const isWithin = mark !== undefined && context !== undefined && mark[0] < mark[1] && mark[1] <= context.length;
  return {
    ...rest,
    rule: cut(finding.rule, LIMIT.rule),
    title: cut(finding.title, LIMIT.title),
    ...(context === undefined ? {} : { context }),
    ...(isWithin ? { mark } : {}),
    ...(finding.tags ? { tags: finding.tags.slice(0, LIMIT.tags).map((tag) => cut(tag, LIMIT.tag)) } : {}),
  };
};
