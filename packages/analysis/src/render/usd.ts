/** Small sums keep two digits that say something: `$0.00042`. */
export const usdInWords = (usd: number): string =>
  usd >= 1
    ? `$${usd.toFixed(2)}`
    : usd <= 0
      ? "$0"
      : `$${Number(usd.toPrecision(2)).toFixed(Math.min(8, 1 - Math.floor(Math.log10(usd))))}`;
