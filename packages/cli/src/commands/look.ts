import { type ApiOptions, connect } from "../api/connect.ts";
import { type Io, json } from "../io.ts";
import { plain } from "../print.ts";

export const why = async (id: string, options: ApiOptions, io: Io): Promise<void> => {
  const said = await (await connect(options).api.packages[":id"].why.$get({ param: { id } })).json();
  if (!("because" in said)) return;
  if (options.json) return json(io, said);
  io.out.write(`${plain(said.because)}\n`);
  for (const task of said.missing)
    io.out.write(
      `  ${plain(task.pass)} of ${plain(task.name)}: ${task.state} (${task.queue})${task.lastError ? `, ${plain(task.lastError.message)}` : ""}\n`,
    );
};

export const deadLetters = async (options: ApiOptions, io: Io): Promise<void> => {
  const page = await (await connect(options).api["dead-letters"].$get({ query: {} })).json();
  if (!("deadLetters" in page)) return;
  if (options.json) return json(io, page);
  if (page.deadLetters.length === 0) io.err.write("No dead letters\n");
  for (const letter of page.deadLetters)
    io.out.write(
      `${plain(letter.queue)}  ${letter.packageId ?? "-"}  settled ${letter.settled}  ${plain(letter.last.kind)}: ${plain(letter.last.message)}\n`,
    );
};
