/** An event as core's timeline takes it from a result's facts, see `report/summary/timeline.ts` there. */
interface TimelineEvent {
  at: number;
  to?: number;
  what: string;
  title: string;
  telling?: boolean;
  line?: number;
}

type Facts = Record<string, unknown>;

const isFacts = (value: unknown): value is Facts =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const inner = (facts: Facts, name: string): Facts => (isFacts(facts[name]) ? facts[name] : {});
const list = (value: unknown): Facts[] => (Array.isArray(value) ? value.filter(isFacts) : []);

/** Dates of PDF documents: `D:20260102030405+01'00'`. */
const pdfDate = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:Z|([+-]\d\d)'?(\d\d)?'?)?/;

const epoch = (value: unknown): number | undefined => {
  if (typeof value !== "string") return undefined;
  const pdf = pdfDate.exec(value);
  const zone = pdf?.[7] ? `${pdf[7]}:${pdf[8] ?? "00"}` : "Z";
  const at = Date.parse(pdf ? `${pdf[1]}-${pdf[2]}-${pdf[3]}T${pdf[4]}:${pdf[5]}:${pdf[6]}${zone}` : value);
  return Number.isNaN(at) ? undefined : at;
};

const text = (value: unknown): string => (typeof value === "string" ? value : "");

function* events(facts: Facts): Generator<Omit<TimelineEvent, "at" | "to"> & { at: unknown; to?: unknown }> {
  const log = inner(facts, "log");
  const time = inner(log, "time");
  // A year that the lines do not name is a guess: it would put them in the wrong place.
  if (time.yearless !== true && time.relative !== true) {
    yield { at: time.from, to: time.to, what: "log", title: `${time.dated} lines with a time` };
    for (const { from, to, line } of list(log.gaps))
      yield {
        at: from,
        to,
        what: "log-gap",
        title: "No line for longer than usual",
        telling: true,
        line: Number(line),
      };
    for (const { from, to, lines, line } of list(log.bursts))
      yield { at: from, to, what: "log-burst", title: `${lines} lines in a burst`, telling: true, line: Number(line) };
  }
  const mail = inner(facts, "mail");
  yield { at: mail.date, what: "mail", title: `A mail: ${text(mail.subject) || "without a subject"}` };
  const office = inner(inner(facts, "office"), "properties");
  const pdf = inner(inner(facts, "pdf"), "metadata");
  yield {
    at: office.created ?? office["creation-date"] ?? pdf.CreationDate,
    what: "created",
    title: "A document was made",
  };
  yield { at: office.modified ?? office.date ?? pdf.ModDate, what: "modified", title: "A document was changed" };
}

/** What the facts of a log, a mail or a document say of time. `hasLines`: are its lines counted from the file's start? */
export const timelineOf = (facts: Facts, hasLines: boolean): TimelineEvent[] =>
  [...events(facts)].flatMap(({ at, to, line, ...event }) => {
    const from = epoch(at);
    const until = epoch(to);
    if (from === undefined) return [];
    return [
      {
        at: from,
        ...(until === undefined ? {} : { to: until }),
        ...event,
        ...(hasLines && line !== undefined && Number.isInteger(line) ? { line } : {}),
      },
    ];
  });
