/** Makes a thing when it is first asked for, and answers with that one from then on. */
export const madeOnce = <T>(make: () => T): (() => T) => {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};
