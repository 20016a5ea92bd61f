import { EnvironmentError, exitCodes, UsageError } from "./errors.ts";
import { program } from "./program.ts";

// The reader may stop early, as `head` does; this is not a failure of the command.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
  throw error;
});

try {
  process.exitCode = await program(process.argv.slice(2));
} catch (error) {
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`torrent: ${message}\n`);
  if (error instanceof UsageError) process.exitCode = exitCodes.usage;
  else if (error instanceof EnvironmentError) process.exitCode = exitCodes.environment;
  else {
    if (error instanceof Error && error.stack) process.stderr.write(`${error.stack}\n`);
    process.exitCode = exitCodes.environment;
  }
}
