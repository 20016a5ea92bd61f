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
  if (!(number > 0 && number <= 720)) throw new InvalidArgumentError("Hours are a number above 0, at most 720.");
  return number;
};

const revision = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("A revision is a whole number from 1.");
  return number;
};

const packages = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1) throw new InvalidArgumentError("Packages are a whole number from 1.");
  return number;
};

const percent = (value: string): number => {
  const number = Number(value);
  if (!(number >= 0 && number <= 100)) throw new InvalidArgumentError("Percent are a number from 0 to 100.");
  return number;
};

const pageSize = (value: string): number => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1 || number > 200)
    throw new InvalidArgumentError("A page holds 1 to 200 packages.");
  return number;
};

const ID = "pkg_0f1e2d3c4b5a69788796a5b4";

/** Below a verb's help: how it is used. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines.map((line) => `  torrent ${line}`).join("\n")}`;

/** The verbs that talk to a running API, `calibrate` and `patterns`. `ends` takes the exit code of those that have one. */
export const addVerbs = (torrent: Command, ends: (code: number) => void, io: Io = terminal): void => {
  const verb = (usage: string, text: string) =>
    torrent
      .command(usage)
      .description(text)
      .option("--api <url>", "address of the API (default: TORRENT_API, or http://127.0.0.1:4000)")
      .option("--json", "print one JSON object on stdout");
  verb("submit <path...>", "upload files and folders, each as one package")
    .option("--wait", "stay until they have ended; exit code 1 if one failed")
    .addOption(new Option("--urgency <word>", "declared urgency").choices(["low", "normal", "high", "critical"]))
    .option("--source <name>", "where they come from")
    .option("--deadline-hours <hours>", "settle what is missing after that long", hours)
    .option("--tolerate-failed-percent <percent>", "complete, though so many of the tasks failed", percent)
    .addHelpText(
      "after",
      examples(
        "submit delivery.zip",
        "submit delivery/ --wait --urgency high",
        "submit *.zip --json | jq -r '.packages[].id'",
      ),
    )
    .action(async (paths, options) => ends(await (await import("./commands/submit.ts")).submit(paths, options, io)));
  verb("status [id]", "list the newest packages, or show one and its stages")
    .option("--state <names>", "only these: active, complete, partial, failed, rejected, cancelled; joined by commas")
    .option("--band <names>", "only these bands of priority: critical, high, normal, low")
    .option("--name <part>", "only names that hold this")
    .option("--stalled", "only open packages that settle nothing")
    .option("--retrying", "only open packages with tasks that failed and are tried again")
    .addOption(new Option("--sort <by>", "order").choices(["time", "priority"]))
    .option("--limit <number>", "so many", pageSize)
    .addHelpText("after", examples("status", "status --state failed,partial --sort priority", `status ${ID} --json`))
    .action(async (id, options) => (await import("./commands/status.ts")).status(id, options, io));
  verb("watch [id]", "show one package, or all that are open, live until they have ended")
    .option("--follow", "without an id: go on when nothing is open any more")
    .addHelpText(
      "after",
      `${examples("watch", `watch ${ID}`, "watch --follow --json | jq -r .state")}\n\nPiped, it prints a line for each change; with --json, an object a line.`,
    )
    .action(async (id, options) => {
      const stop = new AbortController();
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
      ends(await (await import("./commands/watch.ts")).watch(id, options, io, stop.signal));
    });
  verb("report <id>", "print a package's report, or what changed between two revisions")
    .addOption(new Option("--format <name>", "as it was rendered").choices(["text", "json", "md", "html", "sarif"]))
    .option("--revision <number>", "this one (default: the last)", revision)
    .option("--diff <from..to>", "what changed from one revision to another")
    .addHelpText(
      "after",
      examples(`report ${ID}`, `report ${ID} --format html > report.html`, `report ${ID} --diff 1..2`),
    )
    .action(async (id, options) => (await import("./commands/report.ts")).report(id, options, io));
  verb("why <id>", "say what a package waits for")
    .addHelpText("after", examples(`why ${ID}`, `why ${ID} --json | jq .byPass`))
    .action(async (id, options) => (await import("./commands/look.ts")).why(id, options, io));
  verb("dead-letters", "list messages that were given up")
    .addHelpText("after", examples("dead-letters", "dead-letters --json | jq '.deadLetters[].last'"))
    .action(async (options) => (await import("./commands/look.ts")).deadLetters(options, io));
  verb("redrive <id>", "run tasks that did not succeed again, as a new round")
    .option("--failed", "every task that did not succeed (the default)")
    .option("--pass <name>", "only this pass")
    .option("--fingerprint <hex>", "only this kind of error")
    .option("--component <ref>", "only this component")
    .option("--dry-run", "say how many, and start nothing")
    .option("--yes", "do not ask")
    .addHelpText("after", examples(`redrive ${ID} --dry-run`, `redrive ${ID} --pass patterns --yes`))
    .action(async (id, options) => (await import("./commands/actions.ts")).redrive(id, options, io));
  verb("cancel <id>", "end a package now")
    .option("--yes", "do not ask")
    .addHelpText("after", examples(`cancel ${ID}`, `cancel ${ID} --yes --json`))
    .action(async (id, options) => (await import("./commands/actions.ts")).cancel(id, options, io));
  torrent
    .command("calibrate")
    .description("compare what passes were expected to take with what they took, and fit the estimates anew")
    .option("--data <dir>", "data folder whose packages tell", ".torrent/run")
    .option("--aws", "the deployment that the environment names instead (TORRENT_TABLE and the others)")
    .option("--packages <number>", "the newest so many", packages, 100)
    .option("--out <file>", "where to write the estimates (default: estimates.json in the data folder)")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", examples("calibrate", "calibrate --aws --packages 500 --json"))
    .action(async (options) => (await import("./commands/calibrate.ts")).calibrate(options, io));
  torrent
    .command("patterns")
    .description("work with packs of patterns")
    .command("build <pack...>")
    .description("compile packs (NDJSON, gitleaks, Sigma, CRS, YARA, word lists) into one artefact")
    .requiredOption("--out <file>", "where to write it")
    .option("--json", "print one JSON object on stdout")
    .addHelpText("after", examples("patterns build rules/*.yml words.txt --out rules.pack"))
    .action(async (packs, options) => (await import("./commands/patterns.ts")).build(packs, options, io));
  torrent
    .command("completion")
    .description("print a script that completes verbs and options in your shell")
    .addArgument(new Argument("<shell>", "which").choices(shells))
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
