import { countOf, formatDateTime } from "@torrent/core/format";
import { Link } from "wouter-preact";
import { type DeadLetters, useDeadLetters } from "../data/queries.ts";

type Letter = DeadLetters["deadLetters"][number];

const readable = (body: string): string => {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
};

const Item = ({ letter }: { letter: Letter }) => (
  <li>
    <div class="stack">
      <span>
        <b>{letter.last.kind.replaceAll("-", " ")}</b> in {letter.queue}, after{" "}
        {countOf(letter.receiveCount, "delivery")}
      </span>
      <span class="note">{letter.last.message}</span>
      <span class="note">
        {formatDateTime(letter.buriedAt)} · settled: {letter.settled}
        {letter.packageId ? (
          <>
            {" · "}
            <Link href={`/packages/${letter.packageId}`}>package</Link>
          </>
        ) : null}
      </span>
      <details class="body">
        <summary>Message</summary>
        <pre class="context mono">{readable(letter.body)}</pre>
      </details>
    </div>
  </li>
);

/** Lists dead letters with their error, the outcome that was recorded, and the message. */
export const DeadLetterCard = () => {
  const { data, error } = useDeadLetters();
  const letters = data?.deadLetters ?? [];
  return (
    <section class="card wide" aria-labelledby="dead-letters">
      <div class="card-head">
        <h2 id="dead-letters">Dead letters</h2>
        <b>{data?.next ? `${letters.length}+` : letters.length}</b>
      </div>
      {error && !data ? (
        <p class="bad-text">{error.message}</p>
      ) : letters.length === 0 ? (
        <p class="note">No dead letters. A message that keeps failing is settled as a failure and listed here.</p>
      ) : (
        <ul class="failure-groups">
          {letters.map((letter) => (
            <Item key={`${letter.queue}${letter.id}`} letter={letter} />
          ))}
        </ul>
      )}
    </section>
  );
};
