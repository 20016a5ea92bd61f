/** Answers in the order of what was asked, with up to `width` asked for at the same time. */
export async function* ahead<T, R>(
  items: Iterable<T>,
  width: number,
  ask: (item: T) => Promise<R>,
): AsyncGenerator<[T, R]> {
  const asked: [T, Promise<R>][] = [];
  const rest = items[Symbol.iterator]();
  for (;;) {
    while (asked.length < width) {
      const next = rest.next();
      if (next.done) break;
      const answer = ask(next.value);
      // Whoever takes it sees its error; until then nobody does, and that must not end the process.
      answer.catch(() => {});
      asked.push([next.value, answer]);
    }
    const first = asked.shift();
    if (!first) return;
    yield [first[0], await first[1]];
  }
}
