const whole = new Intl.NumberFormat("en");
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });

export const count = (n: number): string => whole.format(n);
export const brief = (n: number): string => (n < 10_000 ? whole.format(n) : compact.format(n));

export const plural = (n: number, one: string, many = `${one}s`): string => `${count(n)} ${n === 1 ? one : many}`;

const units = ["B", "kB", "MB", "GB", "TB"] as const;

/** Decimal units, as disks and S3 bills count. */
export const bytes = (n: number): string => {
  let value = n;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
};

/** Two places at most: `850 ms`, `4.2 s`, `3 min 20 s`, `5 h 12 min`, `3 d 4 h`. */
export const duration = (ms: number): string => {
  if (ms < 1) return ms <= 0 ? "0 ms" : "<1 ms";
  if (ms < 999.5) return `${Math.round(ms)} ms`;
  if (ms < 9_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return minutes % 60 === 0 ? `${hours} h` : `${hours} h ${minutes % 60} min`;
  return hours % 24 === 0 ? `${Math.floor(hours / 24)} d` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
};

/** One place only, for columns: `now`, `42 s`, `3 min`, `5 h`, `3 d`. */
export const age = (ms: number): string => {
  const seconds = Math.round(ms / 1000);
  if (seconds < 5) return "now";
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
};

/** Never says 100% of what is not done, nor 0% of what has begun. */
export const percent = (part: number, of: number): string => {
  if (of === 0) return "100%";
  const value = (100 * part) / of;
  if (part > 0 && value < 1) return "<1%";
  return `${part < of ? Math.min(99, Math.floor(value)) : 100}%`;
};

const clock = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "medium" });
export const moment = (at: number): string => clock.format(at);

const DAY = 86_400_000;
const day = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" });
const dayAndTime = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  hour: "2-digit",
  minute: "2-digit",
});
const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" });

/** A time on an axis, as exact as its whole span asks for. */
export const momentWithin = (at: number, span: number): string =>
  (span > 90 * DAY ? day : span > DAY ? dayAndTime : time).format(at);

export const rate = (perSecond: number): string =>
  perSecond >= 10
    ? `${brief(Math.round(perSecond))}/s`
    : perSecond >= 0.95
      ? `${perSecond.toFixed(1)}/s`
      : `${Math.max(0.1, perSecond * 60).toFixed(perSecond * 60 >= 10 ? 0 : 1)}/min`;

/** A folder that submission added to tell two packages of one name apart is shown apart. */
export const splitName = (name: string): { folder?: string; base: string } => {
  const at = name.lastIndexOf("/");
  return at < 0 ? { base: name } : { folder: name.slice(0, at + 1), base: name.slice(at + 1) };
};

/** Two places that mean something: $0.0012, $0.35, $12.40. */
export const dollars = (usd: number): string => {
  if (usd === 0) return "$0";
  if (usd < 0.000001) return "under $0.000001";
  if (usd >= 0.1) return `$${usd.toFixed(2)}`;
  const places = Math.min(7, 1 - Math.floor(Math.log10(usd)));
  return `$${usd.toFixed(places)}`;
};

/** A component's name without the package's own, which stands above it already. */
export const inside = (name: string): string => {
  const at = name.indexOf("!/");
  return at < 0 ? name : name.slice(at + 2);
};
