import { count } from "../data/format.ts";

/** What a card leaves out of a list. The report's own page shows up to a hundred. */
export const Rest = ({ shown, total }: { shown: number; total: number }) =>
  total > shown ? <p class="note rest">{`${count(total - shown)} more; the report's page goes further.`}</p> : null;
