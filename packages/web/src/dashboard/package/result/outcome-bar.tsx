import { formatDateTime } from "@torrent/core/format";
import { api, token } from "../../data/api.ts";
import { type Outcome, type PackageDetail, useRevisions } from "../../data/queries.ts";

/** Opens a file. A new tab carries no token: where one is needed, a link that is good for minutes stands in for it. */
const openWithToken = async (id: string, file: string, revision: number): Promise<void> => {
  const query = { file, revision: String(revision) };
  const answer = await api.packages[":id"]["report-link"].$get({ param: { id }, query });
  const { href } = (await answer.json()) as { href: string };
  open(href, "_blank", "noopener");
};

const FileLink = ({ id, file, revision }: { id: string; file: string; revision: number }) => (
  <a
    class="button small"
    href={`/api/v1/packages/${id}/files/${encodeURIComponent(file)}?revision=${revision}`}
    target="_blank"
    rel="noreferrer"
    onClick={(event) => {
      if (token.read() === null) return;
      event.preventDefault();
      void openWithToken(id, file, revision);
    }}
  >
    {file}
    <span class="sr"> (opens in a new tab)</span>
  </a>
);

interface BarProps {
  pkg: PackageDetail;
  outcome: Outcome;
  chosen: number | undefined;
  choose: (revision: number | undefined) => void;
}

/** Which revision is shown, for each redrive adds one and the earlier ones stay; and the files that the reducer wrote. */
export const OutcomeBar = ({ pkg, outcome, chosen, choose }: BarProps) => {
  const { data } = useRevisions(pkg.id, pkg.revision);
  const last = pkg.revision ?? 1;
  const revision = chosen ?? last;
  return (
    <div class="outcome-bar">
      {data && data.revisions.length > 1 ? (
        <label class="sort">
          <span>Outcome</span>
          <select
            value={String(revision)}
            onChange={(event) => {
              const wanted = Number(event.currentTarget.value);
              choose(wanted === last ? undefined : wanted);
            }}
          >
            {data.revisions.map(({ revision, writtenAt }) => (
              <option key={revision} value={String(revision)}>
                {`Revision ${revision}, ${formatDateTime(writtenAt)}`}
              </option>
            ))}
          </select>
        </label>
      ) : (
        <span class="outcome-title">Outcome</span>
      )}
      <span class="forms">
        {outcome.files.map((file) => (
          <FileLink key={file} id={pkg.id} file={file} revision={revision} />
        ))}
      </span>
    </div>
  );
};
