import type { Transform } from "node:stream";

/**
 * Runs bytes through a Node transform. All output that the input allows comes before any failure, so that torn input
 * gives the same bytes each time: the input's own failure first ends the transform and is thrown last. For this a
 * transform needs `readableHighWaterMark: 1`, because destroying a stream drops what it has buffered.
 */
export async function* through<Out = Uint8Array>(
  input: AsyncIterable<Uint8Array>,
  transform: Transform,
  asDamage: (error: unknown) => Error,
): AsyncGenerator<Out> {
  let upstream: { error: unknown } | undefined;
  transform.on("error", () => {});
  const feed = async (): Promise<void> => {
    try {
      for await (const chunk of input) {
        if (transform.destroyed) return;
        if (!transform.write(chunk)) await drained(transform);
        if (transform.destroyed) return;
      }
    } catch (error) {
      upstream = { error };
    }
    if (!transform.destroyed) transform.end();
  };
  const feeding = feed();
  try {
    for await (const chunk of transform) yield chunk;
  } catch (error) {
    if (upstream) throw upstream.error;
    throw asDamage(error);
  } finally {
    transform.destroy();
    await feeding;
  }
  if (upstream) throw upstream.error;
}

const drained = (transform: Transform): Promise<void> =>
  new Promise((resolve) => {
    const done = (): void => {
      transform.off("drain", done);
      transform.off("close", done);
      resolve();
    };
    transform.on("drain", done);
    transform.on("close", done);
    if (transform.destroyed) done();
  });
