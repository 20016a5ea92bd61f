import type { Defect } from "@torrent/core/unstable";

/** What a container holds at one place, as the container's reader hands it out. */
export interface Member {
  /** As the container names it; untrusted. Empty for the container's own text (the letter of a mail). */
  name: string;
  /** Size that the container declares for it, where it does. */
  bytes?: number;
  /** To be read at most once, and before the next member is asked for. */
  content: AsyncIterable<Uint8Array>;
  defect?: Defect;
  warning?: string;
  /** The content again, where it was put aside already. */
  stored?: Stored;
}

/** Bytes that can be read from any place, any number of times. */
export interface RandomAccess {
  bytes: number;
  read(range?: { start: number; end: number }): AsyncIterable<Uint8Array>;
}

/** Bytes put aside, whole and hashed. */
export interface Stored extends RandomAccess {
  /** Hex. */
  sha256: string;
  release(): Promise<void>;
}

/**
 * The bytes themselves are wrong, and no retry will mend them. Readers throw it after they have handed out everything
 * that could be had; it becomes the defect of the piece that was being read, and never leaves this package.
 */
export class Damage extends Error {
  override readonly name = "Damage";
  readonly kind: string;
  constructor(kind: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

const MESSAGE_LIMIT = 300;

export const defect = (kind: string, message: string): Defect => ({ kind, message: message.slice(0, MESSAGE_LIMIT) });

export const defectOf = (damage: Damage): Defect => defect(damage.kind, damage.message);

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
