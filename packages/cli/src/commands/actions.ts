import { countOf } from "@torrent/core/format";
import { type ApiOptions, connect } from "../api/connect.ts";
import { confirmed } from "../confirm.ts";
import { type Io, json } from "../io.ts";

export interface RedriveOptions extends ApiOptions {
  pass?: string;
  fingerprint?: string;
  component?: string;
  dryRun?: boolean;
  yes?: boolean;
}

/** Redrives failed or selected tasks in a new round, after showing how many. */
export const redrive = async (id: string, options: RedriveOptions, io: Io): Promise<void> => {
  const { api } = connect(options);
  const { pass, fingerprint, component } = options;
  const selection = {
    ...(pass === undefined ? {} : { passes: [pass] }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(component === undefined ? {} : { component }),
  };
  const post = async (dryRun: boolean) =>
    (await api.packages[":id"].redrive.$post({ param: { id }, header: {}, json: { selection, dryRun } })).json();
  const plan = await post(true);
  if (!("tasks" in plan)) return;
  const what = `${countOf(plan.tasks, "task")} in ${countOf(plan.components, "component")}`;
  if (options.dryRun) return options.json ? json(io, plan) : void io.out.write(`Would run ${what} again\n`);
  if (!(await confirmed(io, `Run ${what} again?`, options.yes))) return void io.err.write("Redrive aborted\n");
  const round = await post(false);
  if (options.json) return json(io, round);
  if ("round" in round) io.out.write(`Round ${round.round} started: ${what} will run again\n`);
};

export const cancel = async (id: string, options: ApiOptions & { yes?: boolean }, io: Io): Promise<void> => {
  const { api } = connect(options);
  if (!(await confirmed(io, `Cancel ${id}?`, options.yes))) return void io.err.write("Cancellation aborted\n");
  const done = await (await api.packages[":id"].cancel.$post({ param: { id } })).json();
  if (options.json) return json(io, done);
  if ("cancelled" in done) io.out.write(`${id} is ${done.state}; ${countOf(done.cancelled, "task")} cancelled\n`);
};
