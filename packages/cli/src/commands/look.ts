import { Report } from "@torrent/core";
import { type ApiOptions, connect } from "../api/connect.ts";
import { type Io, json } from "../io.ts";
import { plain } from "../print.ts";
import { count } from "../view/quantities.ts";

export const why = async (id: string, options: ApiOptions, io: Io): Promise<void> => {
  const said = await (await connect(options).api.packages[":id"].why.$get({ param: { id } })).json();
  if (!("because" in said)) return;
  if (options.json) return json(io, said);
  io.out.write(`${plain(said.because)}\n`);
  for (const one of said.missing)
    io.out.write(
      `  ${plain(one.pass)} of ${plain(one.name)}: ${one.state} (${one.queue})${one.lastError ? `, ${plain(one.lastError.message)}` : ""}\n`,
    );
};

export const report = async (id: string, options: ApiOptions, io: Io): Promise<void> => {
  const answer = await connect(options).api.packages[":id"].report.$get({ param: { id }, query: {} });
  const read = Report.parse(await answer.json());
  if (options.json) return json(io, read);
  io.out.write(
    `${plain(read.package.name)}  ${read.status}  priority ${read.priority.score} (${read.priority.band})\n` +
      `  ${count(read.package.components, "component")}, ${read.tasks.succeeded} of ${count(read.tasks.expected, "task")} succeeded; ` +
      `${count(read.findings.total, "finding")}, ${count(read.entities.total, "entity")}\n`,
  );
  for (const one of read.findings.top)
    io.out.write(
      `  ${one.severity.padEnd(8)} ${plain(one.title)}  ${plain(one.name)}${one.line ? `:${one.line}` : ""}\n`,
    );
};

export const deadLetters = async (options: ApiOptions, io: Io): Promise<void> => {
  const page = await (await connect(options).api["dead-letters"].$get({ query: {} })).json();
  if (!("deadLetters" in page)) return;
  if (options.json) return json(io, page);
  if (page.deadLetters.length === 0) io.err.write("No dead letters\n");
  for (const one of page.deadLetters)
    io.out.write(
      `${plain(one.queue)}  ${one.packageId ?? "-"}  settled ${one.settled}  ${plain(one.last.kind)}: ${plain(one.last.message)}\n`,
    );
};
