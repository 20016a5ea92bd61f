/** Where this pass stops, so that no input makes its memory or its output grow. Bytes unless said otherwise. */
export const limits = {
  /** How much of the start is looked at to tell what a component is. */
  head: 64 * 1024,
  /** Facts as JSON. */
  facts: 64 * 1024,
  /** Text handed to later passes, in UTF-16 units. */
  text: 16 * 2 ** 20,
  findings: 300,
  findingsPerRule: 20,
  /** A longer line is analysed by its start. */
  line: 64 * 1024,
  /** A longer JSON line is counted, not parsed. */
  jsonLine: 2 ** 20,
  /** Document formats larger than this are not parsed whole. */
  whole: { pdf: 128, office: 128, image: 128, xml: 64, yaml: 16, mail: 96, parquet: 256, archive: 512 } as Record<
    string,
    number
  >,
  /** Copied to the scratch folder to be opened. */
  sqliteCopy: 2 * 2 ** 30,
  /** For the heap of the parsers' process, and once more for its buffers. */
  parserMemoryMB: 768,
  /** Whatever the input: a parser that loads slowly on a busy machine is given this long. */
  parserSeconds: 10,
  /** On top of that, by size. The slowest parser, of mails, takes 10 s for a megabyte of nothing but line ends. */
  parserSecondsPerMB: 20,
  parserSecondsMax: 300,
} as const;

/** Time budget of one parser run. */
export const parserSeconds = (bytes: number): number =>
  Math.min(limits.parserSecondsMax, Math.ceil(limits.parserSeconds + (bytes / 2 ** 20) * limits.parserSecondsPerMB));

export const wholeLimit = (family: string): number => (limits.whole[family] ?? 64) * 2 ** 20;
