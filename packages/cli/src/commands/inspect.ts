import { type ApiOptions, connect } from "../api/connect.ts";
import { type Io, json } from "../io.ts";
import { sanitize } from "../print.ts";

export const why = async (id: string, options: ApiOptions, io: Io): Promise<void> => {
  const answer = await (await connect(options).api.packages[":id"].why.$get({ param: { id } })).json();
  if (!("because" in answer)) return;
  if (options.json) return json(io, answer);
  io.out.write(`${sanitize(answer.because)}\n`);
  for (const task of answer.missing)
    io.out.write(
      `  ${sanitize(task.pass)} of ${sanitize(task.name)}: ${task.state} (${task.queue})${task.lastError ? `, ${sanitize(task.lastError.message)}` : ""}\n`,
    );
};

export const deadLetters = async (options: ApiOptions, io: Io): Promise<void> => {
  const page = await (await connect(options).api["dead-letters"].$get({ query: {} })).json();
  if (!("deadLetters" in page)) return;
  if (options.json) return json(io, page);
  if (page.deadLetters.length === 0) io.err.write("No dead letters\n");
  for (const letter of page.deadLetters)
    io.out.write(
      `${sanitize(letter.queue)}  ${letter.packageId ?? "-"}  settled ${letter.settled}  ${sanitize(letter.last.kind)}: ${sanitize(letter.last.message)}\n`,
    );
};
