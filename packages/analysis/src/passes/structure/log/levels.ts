const groups: Record<string, string> = {
  fatal: "FATAL CRIT CRITICAL EMERG EMERGENCY PANIC ALERT KRITISCH CRITIQUE",
  error: "ERROR ERR SEVERE FAIL FAILURE FEHLER ERREUR ERRO ERRORE FOUT ОШИБКА エラー 错误 錯誤",
  warn: "WARN WARNING WRN WARNUNG AVERTISSEMENT AVISO ATTENZIONE ADVERTENCIA ПРЕДУПРЕЖДЕНИЕ 警告",
  info: "INFO INFORMATION INF NOTICE CONFIG HINWEIS ИНФО 情報 信息",
  debug: "DEBUG DBG FINE FINER VERBOSE",
  trace: "TRACE TRC FINEST",
};

const levels = new Map(
  Object.entries(groups).flatMap(([level, words]) => words.split(" ").map((word) => [word, level])),
);
const words = [...levels.keys()].sort((a, b) => b.length - a.length).join("|");
/** Those that stand in small letters too. */
const common =
  "fatal|crit|critical|emerg|panic|alert|error|err|severe|warn|warning|notice|info|information|debug|trace|verbose|fehler|erreur";

/** Levels stand near a line's start; further on the same words are part of the message. */
const REACH = 100;
const KEYED_REACH = 400;

const keyed = new RegExp(
  `(?:^|[\\s,{;|"'])(?:log[._-]?)?(?:level|lvl|severity|loglevel|levelname|priority)["']?\\s?[=:]\\s?["']?(${common}|[A-Za-z]{3,13})\\b`,
  "i",
);
const bracketed = new RegExp(`[[(<|](?:[\\w.-]{1,30}:)?\\s{0,6}(${common})\\s{0,6}[\\])>|]`, "i");
const capital = new RegExp(`(?<=^|[\\s|[(<>:\\-\\]"])(${words})(?=[\\s|\\]):>,;"]|-\\s|$)`);
/** \`error: …\` where a message begins: at the line's start, behind a time, a process or a file's place. */
const labelled = new RegExp(
  `(?:^|[\\])>:]\\s{1,3}|\\d{2}(?:[.,]\\d+)?(?:Z|\\s?[+-]\\d\\d:?\\d\\d)?\\s{1,3})(${common}):(?=\\s|$)`,
  "i",
);
const mixed = new RegExp(
  `(?:^|[\\]\\d)}|,\\t]\\s{0,3})(${common.replace(/(^|\|)([a-z])/g, (_, bar: string, letter: string) => bar + letter.toUpperCase())})(?=\\s{1,8}[\\p{L}\\d[(<"-]|:\\s|\\s{0,8}[|:]\\s)`,
  "u",
);
/** One letter, where a style has it at a fixed place: klog and glog, logcat, Ruby. */
const letter =
  /^([IWEFDVT])(?:\d{4}|\d{8}) \d\d:|^\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\s+\d+\s+\d+ ([VDIWEF]) |^([DIWEF]), \[\d{4}-/;
const letters: Record<string, string> = {
  I: "info",
  W: "warn",
  E: "error",
  F: "fatal",
  D: "debug",
  V: "trace",
  T: "trace",
};
const priority = /^<(\d{1,3})>/;
const bySeverity = ["fatal", "fatal", "fatal", "error", "warn", "info", "info", "debug"];
/** A request in the common log format: words of its path are no levels. */
const request = /\] "(?:[A-Z]{3,10} |-")|" \d{3} (?:\d+|-)(?: |$)/;

const named = (word: string | undefined): string | undefined =>
  word === undefined ? undefined : levels.get(word.toUpperCase());

/** The first level that stands as one: what follows it is only looked at where nothing stood before. */
const earliest = (text: string): string | undefined => {
  let rest = text;
  let found: string | undefined;
  for (const pattern of [capital, bracketed, labelled, mixed]) {
    const match = pattern.exec(rest);
    const word = match?.[1];
    if (!match || word === undefined) continue;
    found = word;
    rest = rest.slice(0, match.index + match[0].indexOf(word) + 1);
  }
  return named(found);
};

/** The level that a log line states, as one of six common names. */
export const levelOf = (line: string): string | undefined => {
  const start = line.length > REACH ? line.slice(0, REACH) : line;
  const letterMatch = letter.exec(start);
  if (letterMatch) return letters[(letterMatch[1] ?? letterMatch[2] ?? letterMatch[3]) as string];
  const wide = line.length > KEYED_REACH ? line.slice(0, KEYED_REACH) : line;
  const stated = earliest(start) ?? named(keyed.exec(wide)?.[1]);
  if (stated) return wide.includes('"') && request.test(wide) ? undefined : stated;
  const pri = priority.exec(start)?.[1];
  return pri !== undefined && Number(pri) < 192 ? bySeverity[Number(pri) % 8] : undefined;
};
