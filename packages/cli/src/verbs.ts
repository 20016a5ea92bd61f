import { createInterface } from "node:readline/promises";
import { type Command, InvalidArgumentError, Option } from "commander";
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
    .action(async (paths, options) => ends(await (await import("./commands/submit.ts")).submit(paths, options, io)));
  verb("status [id]", "list the newest packages, or show one and its stages").action(async (id, options) =>
    (await import("./commands/status.ts")).status(id, options, io),
  );
  verb("report <id>", "print a package's report, or what changed between two revisions")
    .addOption(new Option("--format <name>", "as it was rendered").choices(["text", "json", "md", "html", "sarif"]))
    .option("--revision <number>", "this one (default: the last)", revision)
    .option("--diff <from..to>", "what changed from one revision to another")
    .action(async (id, options) => (await import("./commands/report.ts")).report(id, options, io));
  verb("why <id>", "say what a package waits for").action(async (id, options) =>
    (await import("./commands/look.ts")).why(id, options, io),
  );
  verb("dead-letters", "list messages that were given up").action(async (options) =>
    (await import("./commands/look.ts")).deadLetters(options, io),
  );
  verb("redrive <id>", "run tasks that did not succeed again, as a new round")
    .option("--failed", "every task that did not succeed (the default)")
    .option("--pass <name>", "only this pass")
    .option("--fingerprint <hex>", "only this kind of error")
    .option("--component <ref>", "only this component")
    .option("--dry-run", "say how many, and start nothing")
    .option("--yes", "do not ask")
    .action(async (id, options) => (await import("./commands/actions.ts")).redrive(id, options, io));
  verb("cancel <id>", "end a package now")
    .option("--yes", "do not ask")
    .action(async (id, options) => (await import("./commands/actions.ts")).cancel(id, options, io));
  torrent
    .command("calibrate")
    .description("compare what passes were expected to take with what they took, and fit the estimates anew")
    .option("--data <dir>", "data folder whose packages tell", ".torrent/run")
    .option("--aws", "the deployment that the environment names instead (TORRENT_TABLE and the others)")
    .option("--packages <number>", "the newest so many", packages, 100)
    .option("--out <file>", "where to write the estimates (default: estimates.json in the data folder)")
    .option("--json", "print one JSON object on stdout")
    .action(async (options) => (await import("./commands/calibrate.ts")).calibrate(options, io));
  torrent
    .command("patterns")
    .description("work with packs of patterns")
    .command("build <pack...>")
    .description("compile packs (NDJSON, gitleaks, Sigma, CRS, YARA, word lists) into one artefact")
    .requiredOption("--out <file>", "where to write it")
    .option("--json", "print one JSON object on stdout")
    .action(async (packs, options) => (await import("./commands/patterns.ts")).build(packs, options, io));
};
