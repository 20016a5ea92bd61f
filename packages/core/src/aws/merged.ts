/** One ordered stream out of several ordered ones; each is read one item ahead, all at the same time. */
export async function* merged<T>(
  streams: readonly AsyncIterable<T>[],
  compare: (a: T, b: T) => number,
): AsyncGenerator<T> {
  const iterators = streams.map((stream) => stream[Symbol.asyncIterator]());
  try {
    const heads = await Promise.all(iterators.map((iterator) => iterator.next()));
    for (;;) {
      let least = -1;
      for (const [at, head] of heads.entries()) {
        const best = heads[least];
        if (!head.done && (!best || best.done || compare(head.value, best.value) < 0)) least = at;
      }
      const found = heads[least];
      if (!found || found.done) return;
      yield found.value;
      heads[least] = await iterators[least]!.next();
    }
  } finally {
    await Promise.all(iterators.map((iterator) => iterator.return?.()));
  }
}
