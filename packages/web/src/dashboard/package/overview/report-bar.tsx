import { formatDateTime } from "@torrent/core/format";
import { api, token } from "../../data/api.ts";
import { type PackageDetail, useRevisions } from "../../data/queries.ts";

const files = [
  { file: "report.html", name: "HTML" },
  { file: "report.md", name: "Markdown" },
  { file: "report.sarif", name: "SARIF" },
] as const;

interface BarProps {
  pkg: PackageDetail;
  chosen: number | undefined;
  choose: (revision: number | undefined) => void;
}

type File = (typeof files)[number]["file"];

/** Opens a rendered report. A new tab has no token; if one is required, a short-lived link replaces it. */
const openWithToken = async (id: string, file: File, revision: number): Promise<void> => {
  const query = { file, revision: String(revision) };
  const answer = await api.packages[":id"]["report-link"].$get({ param: { id }, query });
  const { href } = (await answer.json()) as { href: string };
  open(href, "_blank", "noopener");
};

const Rendered = ({ id, file, name, revision }: { id: string; file: File; name: string; revision: number }) => (
  <a
    class="button small"
    href={`/api/v1/packages/${id}/${file}?revision=${revision}`}
    target="_blank"
    rel="noreferrer"
    onClick={(event) => {
      if (token.read() === null) return;
      event.preventDefault();
      void openWithToken(id, file, revision);
    }}
  >
    {name}
    <span class="sr"> report, opens in a new tab</span>
  </a>
);

/** Selects the revision to show and links to the report in other formats. Each redrive adds a revision. */
export const ReportBar = ({ pkg, chosen, choose }: BarProps) => {
  const { data } = useRevisions(pkg.id, pkg.revision);
  const last = pkg.revision ?? 1;
  const revision = chosen ?? last;
  return (
    <div class="report-bar">
      {data && data.revisions.length > 1 ? (
        <label class="sort">
          <span>Report</span>
          <select
            value={String(revision)}
            onChange={(event) => {
              const selected = Number(event.currentTarget.value);
              choose(selected === last ? undefined : selected);
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
        <span class="report-title">Report</span>
      )}
      <span class="forms">
        {files.map(({ file, name }) => (
          <Rendered key={file} id={pkg.id} file={file} name={name} revision={revision} />
        ))}
      </span>
    </div>
  );
};
