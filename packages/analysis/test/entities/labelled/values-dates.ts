import { marked } from "./markup.ts";
import { type Dice, padded } from "./random.ts";

const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

interface Moment {
  year: number;
  month: number;
  day: number;
  clock: string;
}
const moment = (dice: Dice): Moment => ({
  year: dice.between(1995, 2029),
  month: dice.between(1, 12),
  day: dice.between(1, 28),
  clock: `${padded(dice.below(24))}:${padded(dice.below(60))}:${padded(dice.below(60))}`,
});
const isoDay = ({ year, month, day }: Moment): string => `${year}-${padded(month)}-${padded(day)}`;
const short = ({ month }: Moment): string => months[month - 1]!.slice(0, 3);

export const isoDate = (dice: Dice): string => {
  const when = moment(dice);
  const fraction = dice.of(["", `.${dice.between(1, 9)}`, `.${dice.digits(2)}${dice.between(1, 9)}`]);
  const zone = dice.of(["", "Z"]);
  return marked(
    "datetime",
    `${isoDay(when)}${dice.of(["T", " "])}${when.clock}${fraction}${zone}`,
    `${isoDay(when)}T${when.clock}${fraction}${zone}`,
  );
};
export const accessLogDate = (dice: Dice): string => {
  const when = moment(dice);
  return marked(
    "datetime",
    `${padded(when.day)}/${short(when)}/${when.year}:${when.clock} +0000`,
    `${isoDay(when)}T${when.clock}Z`,
  );
};
export const syslogDate = (dice: Dice): string => {
  const when = moment(dice);
  return marked(
    "datetime",
    `${short(when)} ${String(when.day).padStart(2)} ${when.clock}`,
    `--${isoDay(when).slice(5)}T${when.clock}`,
  );
};
export const proseDate = (dice: Dice): string => {
  const when = moment(dice);
  const name = months[when.month - 1]!;
  return marked(
    "datetime",
    dice.of([
      `${when.day} ${name} ${when.year}`,
      `${name} ${when.day}, ${when.year}`,
      `${when.day}-${short(when)}-${when.year}`,
      `${short(when)} ${when.day}, ${when.year}`,
    ]),
    isoDay(when),
  );
};
export const dottedDate = (dice: Dice): string => {
  const when = moment(dice);
  return marked("datetime", `${padded(when.day)}.${padded(when.month)}.${when.year}`, isoDay(when));
};
export const americanDate = (dice: Dice): string => {
  const when = { ...moment(dice), day: dice.between(13, 28) };
  return marked("datetime", `${padded(when.month)}/${when.day}/${when.year}`, isoDay(when));
};
