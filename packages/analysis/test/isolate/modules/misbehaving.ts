/** Does what it is told, the ways a parser can end among them. */
export default async (order: { do: string; bytes?: Uint8Array }): Promise<unknown> => {
  const hoard: unknown[] = [];
  switch (order.do) {
    case "length":
      return order.bytes?.length;
    case "throw":
      throw new RangeError("offset 7 is outside");
    case "throw-kind":
      throw Object.assign(new Error("no such page"), { kind: "bad-page" });
    case "spin":
      for (;;) hoard.length = 0;
    case "wait":
      return new Promise(() => setInterval(() => {}, 1000));
    case "fill-heap":
      for (;;) hoard.push(Array.from({ length: 1000 }, (_, i) => ({ i })));
    case "fill-buffers":
      for (;;) hoard.push(Buffer.alloc(2 ** 20, 1));
    case "exit":
      return process.exit(3);
    case "recurse": {
      const deeper = (n: number): number => deeper(n + 1) + 1;
      return deeper(0);
    }
    default:
      return order.do;
  }
};
