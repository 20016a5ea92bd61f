import { formatCount } from "@torrent/core/format";

/** What a card leaves out of a list. The report's own page shows up to a hundred. */
export const MoreInReport = ({ shown, total }: { shown: number; total: number }) =>
  total > shown ? <p class="note rest">{`${formatCount(total - shown)} more; see the full report`}</p> : null;
