import { Command, CommanderError, InvalidArgumentError } from "commander";
import { addApiCommands, examples } from "./api-commands.ts";
import { exitCodes } from "./errors.ts";

const io = { out: process.stdout, err: process.stderr };

const port = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 65_535)
    throw new InvalidArgumentError("The port must be an integer from 0 (any free port) to 65535.");
  return number;
};

const count = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0 || number > 1_000_000)
    throw new InvalidArgumentError("It must be a whole number from 0 to 1,000,000.");
  return number;
};

/** Parses the arguments, runs the command and returns the exit code. Commands are loaded only when they are called. */
export const program = async (args: readonly string[]): Promise<number> => {
  let code: number = exitCodes.done;
  const torrent = new Command("torrent")
    .description("Unpacks, analyses and scores data packages, on this machine or on AWS.")
    .exitOverride()
    .showHelpAfterError("(run with --help for usage)")
    .addHelpText("after", "\nExit codes: 0 success, 1 a package failed, 2 usage error, 3 environment error");

  torrent
    .command("run")
    .description("process files and folders on this machine and print their reports")
    .argument("<path...>", "files or folders; each becomes one package")
    .option("--json", "print one JSON object to stdout")
    .option("--data <dir>", "data folder; an interrupted run resumes in it", ".torrent/run")
    .option("--fresh", "first remove what earlier runs left in the data folder")
    .option("--config <file>", "choreography to run (default: the nearest torrent.config.ts)")
    .addHelpText("after", examples("run samples/*", "run delivery.zip --json | jq '.packages[].priority'"))
    .action(async (paths: string[], options) => {
      const { run } = await import("./commands/run.ts");
      code = await run(paths, options, io);
    });

  torrent
    .command("serve", { isDefault: false })
    .description("run the pipeline, the status API and the dashboard on this machine (npm start)")
    .option("--port <number>", "port on 127.0.0.1 (0 for any free port)", port, 4000)
    .option("--config <file>", "choreography to run (default: the nearest torrent.config.ts)")
    .option("--data <dir>", "data folder", ".torrent/data")
    .option("--no-samples", "do not submit the sample packages on first start")
    .option("--json", "print the URL as a JSON object")
    .addHelpText("after", examples("serve", "serve --port 0 --data /var/lib/torrent --no-samples"))
    .action(async (options) => {
      const { serve } = await import("./commands/serve.ts");
      const stop = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
      await serve(options, io, stop.signal);
    });

  torrent
    .command("test")
    .description("run your choreography under simulated faults and SIGKILLs, and check that nothing is lost")
    .option("--seeds <number>", "simulated runs, each with other faults", count, 100)
    .option("--from <number>", "first seed", count, 0)
    .option("--kill <number>", "SIGKILLs of the pipeline on this machine", count, 0)
    .option("--samples <path>", "folder of packages, or one package (default: ./samples, else generated ones)")
    .option("--config <file>", "choreography to test (default: the nearest torrent.config.ts)")
    .option("--subscribers", "call the subscribers' own code, many times (default: they only count as notified)")
    .option("--json", "print one JSON object to stdout")
    .addHelpText("after", examples("test", "test --seeds 1000 --kill 20", "test --samples deliveries --json | jq .ok"))
    .action(async (options) => {
      const { test } = await import("./commands/test.ts");
      code = await test(options, io);
    });

  addApiCommands(torrent, (ended) => {
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
