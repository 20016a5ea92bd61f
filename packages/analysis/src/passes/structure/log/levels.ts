const words: Record<string, string> = {
  FATAL: "fatal",
  CRIT: "fatal",
  CRITICAL: "fatal",
  EMERG: "fatal",
  PANIC: "fatal",
  ALERT: "fatal",
  ERROR: "error",
  ERR: "error",
  SEVERE: "error",
  FAIL: "error",
  WARN: "warn",
  WARNING: "warn",
  NOTICE: "info",
  INFO: "info",
  DEBUG: "debug",
  FINE: "debug",
  TRACE: "trace",
  VERBOSE: "trace",
};

const pattern = new RegExp(`(?<![\\w-])(${Object.keys(words).join("|")})(?![\\w-])`, "i");

/** Levels stand near a line's start; further on the same words are part of the message. */
const REACH = 100;

/** The level that a log line states, as one of six common names. */
export const levelOf = (line: string): string | undefined => {
  const word = pattern.exec(line.length > REACH ? line.slice(0, REACH) : line)?.[1];
  return word === undefined ? undefined : words[word.toUpperCase()];
};
