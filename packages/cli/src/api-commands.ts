import { createInterface } from "node:readline/promises";
import { Argument, type Command, InvalidArgumentError, Option } from "commander";
import { completion, type Shell, shells } from "./completion.ts";
import type { Io } from "./io.ts";

const terminal: Io = {
  out: process.stdout,
  err: process.stderr,
  ...(process.stdin.isTTY && process.stderr.isTTY
    ? {
        ask: async (question: string) => {
          using lines = createInterface({ input: process.stdin, output: process.stderr });
          return await lines.question(question);
        },
      }
    : {}),
};

const hours = (value: string): number => {
  const number = Number(value);
  if (!(number > 0 && number <= 720)) throw new InvalidArgumentError("Hours must be above 0 and at most 720.");
  return number;
};

const revision = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("The revision must be an integer of at least 1.");
  return number;
};

const packages = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError("The number of packages must be an integer of at least 1.");
  return number;
};

const percent = (value: string): number => {
  const number = Number(value);
  if (!(number >= 0 && number <= 100)) throw new InvalidArgumentError("The percentage must be from 0 to 100.");
  return number;
};

const pageSize = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 200)
    throw new InvalidArgumentError("The limit must be an integer from 1 to 200.");
  return number;
};

const ID = "pkg_0f1e2d3c4b5a69788796a5b4";

/** Usage examples below the help of a command. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  torrent ${line}`).join("\n")}`;

/** The commands that talk to a running API, `calibrate` and `patterns`. `ends` receives the exit code of those that set one. */
export const addApiCommands = (torrent: Command, ends: (code: number) => void, io: Io = terminal): void => {
  const apiCommand = (usage: string, text: string) =>
    torrent
      .command(usage)
      .description(text)
      .option("--api <url>", "API URL (default: TORRENT_API or http://127.0.0.1:4000)")
      .option("--json", "print one JSON object to stdout");
  apiCommand("submit <path...>", "upload files and folders, each as one package")
    .option("--wait", "wait for the packages to end; exit with 1 if one failed")
    .addOption(new Option("--urgency <word>", "declared urgency").choices(["low", "normal", "high", "critical"]))
    .option("--source <name>", "declared source")
    .option("--deadline-hours <hours>", "settle unfinished tasks as expired after this time", hours)
    .option("--tolerate-failed-percent <percent>", "allowed percentage of failed tasks", percent)
    .addHelpText(
      "after",
      examples(
        "submit delivery.zip",
        "submit delivery/ --wait --urgency high",
        "submit *.zip --json | jq -r '.packages[].id'",
      ),
    )
    .action(async (paths, options) => ends(await (await import("./commands/submit.ts")).submit(paths, options, io)));
  apiCommand("status [id]", "list recent packages, or show one package and its stages")
    .option("--state <names>", "comma-separated states: active, complete, partial, failed, rejected, cancelled")
    .option("--band <names>", "comma-separated priority bands: critical, high, normal, low")
    .option("--name <part>", "only packages whose name contains this text")
    .option("--stalled", "only open packages without progress")
    .option("--retrying", "only open packages with tasks being retried")
    .addOption(new Option("--sort <by>", "sort order").choices(["time", "priority"]))
    .option("--limit <number>", "maximum number of packages to list", pageSize)
    .addHelpText("after", examples("status", "status --state failed,partial --sort priority", `status ${ID} --json`))
    .action(async (id, options) => (await import("./commands/status.ts")).status(id, options, io));
  apiCommand("watch [id]", "show live progress of one package, or of all open packages")
    .option("--follow", "without an id: keep watching when no packages are open")
    .addHelpText(
      "after",
      `${examples("watch", `watch ${ID}`, "watch --follow --json | jq -r .state")}\n\nWhen piped, prints one line per change; with --json, one object per line.`,
    )
    .action(async (id, options) => {
      const stop = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
      ends(await (await import("./commands/watch.ts")).watch(id, options, io, stop.signal));
    });
  apiCommand("report <id>", "print a package's report, or compare two revisions")
    .addOption(new Option("--format <name>", "output format").choices(["text", "json", "md", "html", "sarif"]))
    .option("--revision <number>", "report revision (default: the latest)", revision)
    .option("--diff <from..to>", "compare two revisions")
    .addHelpText(
      "after",
      examples(`report ${ID}`, `report ${ID} --format html > report.html`, `report ${ID} --diff 1..2`),
    )
    .action(async (id, options) => (await import("./commands/report.ts")).report(id, options, io));
  apiCommand("why <id>", "explain what a package is waiting for")
    .addHelpText("after", examples(`why ${ID}`, `why ${ID} --json | jq .byPass`))
    .action(async (id, options) => (await import("./commands/inspect.ts")).why(id, options, io));
  apiCommand("dead-letters", "list dead letters")
    .addHelpText("after", examples("dead-letters", "dead-letters --json | jq '.deadLetters[].last'"))
    .action(async (options) => (await import("./commands/inspect.ts")).deadLetters(options, io));
  apiCommand("redrive <id>", "run unsuccessful tasks again in a new round")
    .option("--failed", "all unsuccessful tasks (the default)")
    .option("--pass <name>", "only tasks of this pass")
    .option("--fingerprint <hex>", "only tasks with this error fingerprint")
    .option("--component <ref>", "only tasks of this component")
    .option("--dry-run", "show the number of tasks without starting them")
    .option("--yes", "skip the confirmation")
    .addHelpText("after", examples(`redrive ${ID} --dry-run`, `redrive ${ID} --pass patterns --yes`))
    .action(async (id, options) => (await import("./commands/actions.ts")).redrive(id, options, io));
  apiCommand("cancel <id>", "cancel a package")
    .option("--yes", "skip the confirmation")
    .addHelpText("after", examples(`cancel ${ID}`, `cancel ${ID} --yes --json`))
    .action(async (id, options) => (await import("./commands/actions.ts")).cancel(id, options, io));
  torrent
    .command("calibrate")
    .description("compare estimated with actual task durations and recompute the estimates")
    .option("--data <dir>", "data folder to measure", ".torrent/run")
    .option("--aws", "measure the deployment named by the environment instead (TORRENT_TABLE and others)")
    .option("--packages <number>", "number of most recent packages", packages, 100)
    .option("--out <file>", "output file (default: estimates.json in the data folder)")
    .option("--config <file>", "choreography whose passes to fit (default: the nearest torrent.config.ts)")
    .option("--json", "print one JSON object to stdout")
    .addHelpText("after", examples("calibrate", "calibrate --aws --packages 500 --json"))
    .action(async (options) => (await import("./commands/calibrate.ts")).calibrate(options, io));
  torrent
    .command("patterns")
    .description("work with pattern packs")
    .command("build <pack...>")
    .description("compile packs (NDJSON, gitleaks, Sigma, CRS, YARA, word lists) into one artefact")
    .requiredOption("--out <file>", "output file")
    .option("--json", "print one JSON object to stdout")
    .addHelpText("after", examples("patterns build rules/*.yml words.txt --out rules.pack"))
    .action(async (packs, options) => (await import("./commands/patterns.ts")).build(packs, options, io));
  torrent
    .command("completion")
    .description("print a shell completion script")
    .addArgument(new Argument("<shell>", "shell").choices(shells))
    .addHelpText(
      "after",
      examples(
        "completion bash >> ~/.bashrc",
        "completion zsh > ~/.zfunc/_torrent",
        "completion fish > ~/.config/fish/completions/torrent.fish",
      ),
    )
    .action((shell: Shell) => void io.out.write(completion(torrent, shell)));
};
