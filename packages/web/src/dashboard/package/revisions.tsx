import { moment } from "../data/format.ts";
import { type PackageDetail, useRevisions } from "../data/queries.ts";

/** Each redrive adds a revision; the earlier ones stay, and can be read again. */
export const Revisions = ({
  one,
  chosen,
  choose,
}: {
  one: PackageDetail;
  chosen: number | undefined;
  choose: (revision: number | undefined) => void;
}) => {
  const { data } = useRevisions(one.id, one.revision);
  if (!data || data.revisions.length < 2) return null;
  return (
    <label class="sort wide">
      <span>Report</span>
      <select
        value={String(chosen ?? one.revision)}
        onChange={(event) => {
          const revision = Number(event.currentTarget.value);
          choose(revision === one.revision ? undefined : revision);
        }}
      >
        {data.revisions.map(({ revision, writtenAt }) => (
          <option key={revision} value={String(revision)}>
            {`Revision ${revision}, ${moment(writtenAt)}`}
          </option>
        ))}
      </select>
    </label>
  );
};
