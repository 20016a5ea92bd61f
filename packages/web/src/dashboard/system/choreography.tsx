import type { ComponentChildren } from "preact";
import { wordsOf } from "../data/counts.ts";
import type { Choreography } from "../data/queries.ts";

const Row = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

const List = ({ names }: { names: readonly string[] }) => (
  <ul class="chips">
    {names.map((name) => (
      <li key={name} class="chip">
        {name}
      </li>
    ))}
  </ul>
);

/** What this deployment runs: its passes in their order, what it counts, whom it notifies, and what it adds to the dashboard. */
export const ChoreographyCard = ({ choreography }: { choreography: Choreography }) => {
  const { name, passes, counts, subscribers, panels, limits } = choreography;
  return (
    <section class="card" aria-labelledby="choreography">
      <div class="card-head">
        <h2 id="choreography">Choreography</h2>
        <b class="mono">{name}</b>
      </div>
      <dl class="choreography">
        <Row name="Passes">
          {passes.length === 0 ? <span class="note">None</span> : null}
          <ul class="pass-list">
            {passes.map((pass) => (
              <li key={pass.name}>
                <span class="mono">
                  {pass.name}@{pass.version}
                </span>
                <span class="note">
                  {[
                    ...(pass.after.length > 0 ? [`after ${pass.after.join(", ")}`] : []),
                    ...(pass.required ? [] : ["optional"]),
                  ].join(", ")}
                </span>
              </li>
            ))}
          </ul>
        </Row>
        {counts.length > 0 ? (
          <Row name="Counts">
            <List names={counts.map(wordsOf)} />
          </Row>
        ) : null}
        {subscribers.length > 0 ? (
          <Row name="Subscribers">
            <List names={subscribers.map((subscriber) => `${subscriber.name}: ${subscriber.when.join(", ")}`)} />
          </Row>
        ) : null}
        {panels.length > 0 ? (
          <Row name="Panels">
            <List names={panels.map(({ title }) => title)} />
          </Row>
        ) : null}
        {limits.length > 0 ? (
          <Row name="Limits">
            <List names={limits} />
          </Row>
        ) : null}
      </dl>
    </section>
  );
};
