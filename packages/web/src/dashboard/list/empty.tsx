import { Link } from "wouter-preact";
import { SubmitButton } from "../submit/submit-button.tsx";
import { Upload } from "../ui/icons.tsx";

export const EmptyList = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <div class="empty">
      <h2>No packages match</h2>
      <p>
        <Link href="/">Show all packages</Link>
      </p>
    </div>
  ) : (
    <div class="empty first">
      <span class="well">
        <Upload />
      </span>
      <h2>Drop a package here</h2>
      <p>
        A file or a whole folder becomes a package. Torrent takes it apart, runs every pass on each component and
        aggregates the results. You can follow every step.
      </p>
      <SubmitButton />
    </div>
  );
