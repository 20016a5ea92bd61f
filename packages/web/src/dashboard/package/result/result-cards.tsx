import { countOf } from "@torrent/core/format";
import type { Outcome } from "../../data/queries.ts";
import { JsonTree } from "../../ui/json-tree.tsx";

const Highlights = ({ highlights }: { highlights: readonly string[] }) => (
  <section class="card" aria-labelledby="highlights">
    <h2 id="highlights">Highlights</h2>
    <ul class="highlights">
      {highlights.map((text, n) => (
        <li key={n}>{text}</li>
      ))}
    </ul>
  </section>
);

const Result = ({ result }: { result: unknown }) => (
  <section class="card" aria-labelledby="result">
    <h2 id="result">Result</h2>
    <JsonTree value={result} open={2} />
  </section>
);

/** What the reducer returned and pointed out, as it is: for a choreography whose panels do not show that themselves. */
export const ResultCards = ({ outcome }: { outcome: Outcome }) => (
  <>
    {outcome.highlights.length > 0 ? <Highlights highlights={outcome.highlights} /> : null}
    {outcome.result === undefined ? (
      <div class="card quiet-card">
        <h2>No combined result</h2>
        <p class="note">
          {`This choreography has no reducer; each of the ${countOf(outcome.package.components, "component")} has its own results.`}
        </p>
      </div>
    ) : (
      <Result result={outcome.result} />
    )}
  </>
);
