import type { AwsBehaviour } from "../aws.ts";
import { Rate } from "../engine/rate.ts";

/** The execution environments of one function. The most recently used idle one is used again first. */
export class Environments {
  private idleSince = new Float64Array(64);
  private idle = 0;
  private readonly ramp: Rate;
  private readonly keepSeconds: number;
  running = 0;
  most = 0;
  coldStarts = 0;

  constructor({ rampBurst, rampSeconds, keepSeconds }: AwsBehaviour["lambda"]) {
    this.ramp = new Rate(rampBurst / rampSeconds, rampBurst);
    this.keepSeconds = keepSeconds;
  }

  /** Is one idle and still kept? */
  isWarm(now: number): boolean {
    if (this.idle === 0) return false;
    if (now - this.idleSince[this.idle - 1]! <= this.keepSeconds) return true;
    // The newest is too old, so all are.
    this.idle = 0;
    return false;
  }

  /** Seconds until the scaling rate allows a further environment. */
  rampWait(now: number): number {
    return this.ramp.wait(now, 1);
  }

  /** Starts an invocation; true where it needed a new environment. */
  start(now: number): boolean {
    const warm = this.isWarm(now);
    if (warm) this.idle -= 1;
    else {
      this.ramp.take(now, 1);
      this.coldStarts += 1;
    }
    this.running += 1;
    if (this.running > this.most) this.most = this.running;
    return !warm;
  }

  end(now: number): void {
    this.running -= 1;
    if (this.idle === this.idleSince.length) {
      const wider = new Float64Array(this.idle * 2);
      wider.set(this.idleSince);
      this.idleSince = wider;
    }
    this.idleSince[this.idle++] = now;
  }
}
