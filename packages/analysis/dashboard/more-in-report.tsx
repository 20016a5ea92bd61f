import { formatCount } from "@torrent/core/format";

/** The number of entries that a card omits. The full report lists up to a hundred. */
export const MoreInReport = ({ shown, total }: { shown: number; total: number }) =>
  total > shown ? <p class="note rest">{`${formatCount(total - shown)} more; see the full report`}</p> : null;
