import type { WarmPool } from "../topology.ts";

const HOUR = 3600;
const DAY = 86_400;

/** Local day of the week and time of day, in minutes, of an instant in a time zone. */
const localTime = (timeZone: string): ((at: Date) => { day: number; minutes: number }) => {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  const days = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
  return (at) => {
    const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    return { day: days.indexOf(parts.weekday ?? ""), minutes: Number(parts.hour) * 60 + Number(parts.minute) };
  };
};

const minutesOf = (time: string): number => {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  if (!match) throw new RangeError(`A time of day is written as 08:00, not "${time}"`);
  return Number(match[1]) * 60 + Number(match[2]);
};

/**
 * The changes of a warm pool within a simulation, in seconds from its start: `open` at the first if it starts within
 * business hours. Clock changes are the time zone's.
 */
export const businessHours = (
  { days, from, to, timeZone }: WarmPool,
  startsAt: Date,
  seconds: number,
): { at: number; open: boolean }[] => {
  const local = localTime(timeZone);
  const opens = minutesOf(from);
  const closes = minutesOf(to);
  const isOpen = (at: number): boolean => {
    const { day, minutes } = local(new Date(startsAt.getTime() + at * 1000));
    return days.includes(day) && minutes >= opens && minutes < closes;
  };
  const changes: { at: number; open: boolean }[] = [];
  let open = false;
  // Quarter hours are the finest offsets and schedules in use; the exact minute is then searched within one.
  for (let at = 0; at < seconds; at += HOUR / 4) {
    if (isOpen(at) === open) continue;
    let first = at;
    while (first - 60 > at - HOUR / 4 && first > 0 && isOpen(first - 60) !== open) first -= 60;
    open = !open;
    changes.push({ at: Math.max(0, first), open });
    if (changes.length > (2 * seconds) / DAY + 4) throw new RangeError("Business hours change more than twice a day");
  }
  return changes;
};
