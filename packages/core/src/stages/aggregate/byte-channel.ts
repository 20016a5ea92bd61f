/** Chunks pushed on one side and read on the other; `push` resolves when the reader has room. */
export const byteChannel = (limit = 64) => {
  const chunks: Uint8Array[] = [];
  let ended = false;
  let failure: { error: unknown } | undefined;
  let wakeReader = (): void => {};
  let wakeWriter = (): void => {};
  return {
    push: async (chunk: Uint8Array): Promise<void> => {
      while (chunks.length >= limit && !failure)
        await new Promise<void>((resolve) => {
          wakeWriter = resolve;
        });
      if (failure) throw failure.error;
      chunks.push(chunk);
      wakeReader();
    },
    end: (): void => {
      ended = true;
      wakeReader();
    },
    fail: (error: unknown): void => {
      failure = { error };
      wakeWriter();
    },
    async *stream(): AsyncIterable<Uint8Array> {
      for (;;) {
        const chunk = chunks.shift();
        if (chunk) {
          wakeWriter();
          yield chunk;
        } else if (ended) return;
        else
          await new Promise<void>((resolve) => {
            wakeReader = resolve;
          });
      }
    },
  };
};
