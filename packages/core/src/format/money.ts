import { madeOnce } from "../made-once.ts";

const cents = madeOnce(() => new Intl.NumberFormat("en", { style: "currency", currency: "USD" }));
/** Below this an estimate says nothing but that it is small. */
const SMALLEST = 0.000001;

/** US dollars: `$1,240.50`, `$0.35`, and two significant digits below ten cents (`$0.0012`) down to `<$0.000001`. */
export const formatUsd = (usd: number): string => {
  if (usd < 0) return `-${formatUsd(-usd)}`;
  if (usd === 0) return "$0";
  if (usd < SMALLEST) return "<$0.000001";
  const rounded = Number(usd.toPrecision(2));
  if (rounded >= 0.1) return cents().format(usd);
  return `$${rounded.toFixed(1 - Math.floor(Math.log10(rounded)))}`;
};
