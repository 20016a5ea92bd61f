/** More values than this are not remembered: a document that holds so many of them has other troubles. */
const REMEMBERED = 100_000;

/** Remembers what a first scan matched, so that a second one over another view of the same content leaves it out. */
export const seenValues = (): {
  note(rule: number, value: () => Buffer): boolean;
  isNew(rule: number, value: () => Buffer): boolean;
} => {
  const seen = new Set<string>();
  const key = (rule: number, value: Buffer): string => `${rule} ${value.toString("latin1", 0, 256)}`;
  return {
    note(rule, value) {
      if (seen.size < REMEMBERED) seen.add(key(rule, value()));
      return true;
    },
    isNew: (rule, value) => !seen.has(key(rule, value())),
  };
};
