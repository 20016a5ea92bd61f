export { formatBytes, formatThroughput } from "./bytes.ts";
export { formatDateTime, formatTimeOnAxis, formatUtc } from "./dates.ts";
export { formatAge, formatDuration, formatTimeLeft } from "./durations.ts";
export { formatUsd } from "./money.ts";
export { countOf, formatCompactCount, formatCount, formatPercent, formatRate, pluralOf } from "./numbers.ts";
