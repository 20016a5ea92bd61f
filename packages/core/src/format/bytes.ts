const units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"] as const;

/** `999 B`, `15.3 kB`, `120 MB`: decimal units, as disks and S3 bills use. Three digits at most, and never `1000` of a unit. */
export const formatBytes = (bytes: number): string => {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
};

/** `42.0 MB/s` */
export const formatThroughput = (bytesPerSecond: number): string => `${formatBytes(bytesPerSecond)}/s`;
