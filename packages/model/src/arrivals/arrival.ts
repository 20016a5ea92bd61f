/** One delivery. */
export interface Arrival {
  /** Seconds from the start of the simulation. */
  at: number;
  bytes: number;
  components: number;
  /** In the urgent lane. */
  urgent?: boolean;
  /** The components' sizes where they are known; otherwise they are drawn. */
  sizes?: readonly number[];
}
