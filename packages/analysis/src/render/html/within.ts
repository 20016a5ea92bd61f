import type { Report } from "../../report/schema.ts";

/** A page about one package need not say its name before every file of it: names are given from within. */
export const within = (report: Report): Report => {
  const prefix = `${report.package.name}!/`;
  const short = (key: string, value: unknown): unknown =>
    key === "name" && typeof value === "string" && value.length > prefix.length && value.startsWith(prefix)
      ? value.slice(prefix.length)
      : value;
  return JSON.parse(JSON.stringify(report, short)) as Report;
};
