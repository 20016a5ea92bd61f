/** At most this long between two looks at timers and sockets. */
const TURN_MS = 10;

let turnedAt = performance.now();

/**
 * SQLite answers synchronously, so that a chain of store calls never leaves the microtask queue by itself: awaited at
 * the head of every store call, this lets timers, sockets and other invocations of the process have their turn.
 */
export const turn = async (): Promise<void> => {
  if (performance.now() - turnedAt < TURN_MS) return;
  await new Promise<void>((resolve) => setImmediate(resolve));
  turnedAt = performance.now();
};
