/** Raise it whenever the sum of the same results may change: stored sums of another version are made again. */
export const REDUCER_VERSION = 7;
