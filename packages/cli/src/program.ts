import { Command, CommanderError, InvalidArgumentError } from "commander";
import { exitCodes } from "./errors.ts";
import { addVerbs, examples } from "./verbs.ts";

const io = { out: process.stdout, err: process.stderr };

const port = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError("A port is a whole number from 0 (any free one) to 65535.");
  return number;
};

/** Parses the arguments, runs the command and answers with the exit code. Commands load only when they are called. */
export const program = async (args: readonly string[]): Promise<number> => {
  let code: number = exitCodes.done;
  const torrent = new Command("torrent")
    .description("Takes data packages apart, analyses and scores them; on this machine or on AWS.")
    .exitOverride()
    .showHelpAfterError("(add --help to see what it takes)")
    .addHelpText("after", "\nExit codes: 0 done, 1 a package failed, 2 usage, 3 environment");

  torrent
    .command("run")
    .description("take files and folders through the pipeline on this machine, and print their reports")
    .argument("<path...>", "each file or folder is one package")
    .option("--json", "print one JSON object on stdout")
    .option("--data <dir>", "data folder; a run that was interrupted goes on in it", ".torrent/run")
    .option("--fresh", "remove what earlier runs left in the data folder first")
    .addHelpText("after", examples("run samples/*", "run delivery.zip --json | jq '.packages[].priority'"))
    .action(async (paths: string[], options) => {
      const { run } = await import("./commands/run.ts");
      code = await run(paths, options, io);
    });

  torrent
    .command("serve", { isDefault: false })
    .description("run the pipeline, the status API and the dashboard on this machine (npm start)")
    .option("--port <number>", "port on 127.0.0.1; 0 takes a free one", port, 4000)
    .option("--data <dir>", "data folder", ".torrent/data")
    .option("--no-samples", "do not feed the sample packages on first start")
    .option("--json", "print the address as a JSON object")
    .addHelpText("after", examples("serve", "serve --port 0 --data /var/lib/torrent --no-samples"))
    .action(async (options) => {
      const { serve } = await import("./commands/serve.ts");
      const stop = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
      await serve(options, io, stop.signal);
    });

  addVerbs(torrent, (ended) => {
    code = ended;
  });

  try {
    await torrent.parseAsync([...args], { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  }
  return code;
};
