import { Ring } from "../engine/ring.ts";
import { NONE, reasons } from "./reason.ts";

/** Messages that wait in a queue, and the message-seconds that they waited for each reason. */
export class Backlog {
  private readonly ring = new Ring();
  private changedAt = 0;
  /** Why the oldest message does not start. */
  reason = NONE;
  readonly waited = new Float64Array(reasons.length);
  received = 0;
  most = 0;

  get length(): number {
    return this.ring.length;
  }

  push(now: number, message: number): void {
    this.advance(now);
    this.ring.push(message);
    this.received += 1;
    if (this.ring.length > this.most) this.most = this.ring.length;
  }

  shift(now: number): number {
    this.advance(now);
    return this.ring.shift();
  }

  peek(): number | undefined {
    return this.ring.peek();
  }

  block(now: number, reason: number): void {
    if (reason === this.reason) return;
    this.advance(now);
    this.reason = reason;
  }

  /** Message-seconds so far, for every reason. */
  get area(): number {
    return this.waited.reduce((sum, seconds) => sum + seconds, 0);
  }

  private advance(now: number): void {
    this.waited[this.reason]! += this.ring.length * (now - this.changedAt);
    this.changedAt = now;
  }
}
