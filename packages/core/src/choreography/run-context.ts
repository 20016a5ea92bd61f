import type { ComponentFacts, Slice } from "../component.ts";
import type { Piece } from "../decomposition.ts";
import type { StandardSchema } from "./standard-schema.ts";

/**
 * With whom a result is shared. Equal keys mean equal results, so the context of `run` shows nothing that the key leaves out.
 *
 * - `"content"`: every package that holds the same bytes, kind, file name and slice.
 * - `"package"`: runs of one component of one package, over all its rounds.
 * - `"none"`: nobody; it runs once per round and receive.
 */
export type CacheMode = "content" | "package" | "none";

/** All that a pass with `cache: "content"` sees of its component: exactly what its results are keyed by. */
export interface ContentFacts {
  /** The file's own name in lower case, without the folders and archives around it. */
  readonly fileName: string;
  readonly kind: string;
  readonly bytes: number;
  /** Hex SHA-256. */
  readonly sha256: string;
  readonly slice?: Slice;
}

/** What a pass sees of the package, with `cache: "package"` or `"none"`. */
export interface PackageFacts {
  readonly id: string;
  readonly name: string;
  readonly bytes: number;
  /** Epoch milliseconds of its registration. */
  readonly receivedAt: number;
}

/** Hands out one component; its body is exactly one of `json`, `text`, `bytes`. */
export interface GrownPiece {
  kind: string;
  /** Its place below the component it came from, such as `row 12` or `attachment.pdf`. */
  name: string;
  json?: unknown;
  text?: string;
  bytes?: Uint8Array | AsyncIterable<Uint8Array>;
}

interface SharedContext<Upstream> {
  /** The component's bytes, in chunks, from the start; may be called again. */
  bytes(): AsyncIterable<Uint8Array>;
  /** The component's bytes as one array; for passes whose estimate asks for the memory. */
  whole(): Promise<Uint8Array>;
  /** The component as UTF-8 text. */
  text(): Promise<string>;
  /**
   * The component as JSON, validated where a schema is given.
   *
   * @throws TerminalError `invalid-input` that quotes the path and the value.
   */
  json(): Promise<unknown>;
  json<Output>(schema: StandardSchema<unknown, Output>): Promise<Output>;
  /** Results of the passes that this one comes after, by their names. */
  readonly upstream: Upstream;
  /**
   * Hands out a component, which is classified and goes through passes like any other; the task settles when all of them
   * have. Resolves when there is room for the next one.
   */
  grow(piece: GrownPiece | Piece): Promise<void>;
  /** Aborted when the task is cancelled or its time is up; long passes look at it between chunks. */
  readonly signal: AbortSignal;
}

export interface ContentContext<Upstream> extends SharedContext<Upstream> {
  readonly component: ContentFacts;
}

export interface PackageContext<Upstream, Secret extends string> extends SharedContext<Upstream> {
  readonly component: ComponentFacts & { readonly ref: string };
  readonly package: PackageFacts;
  /** A secret that `needs.secrets` names. */
  secret(name: Secret): string;
}

export interface UncachedContext<Upstream, Secret extends string> extends PackageContext<Upstream, Secret> {
  readonly round: number;
  /** 1 at the first delivery. */
  readonly attempt: number;
  /** Epoch milliseconds. A pass whose results are stored for later has no clock. */
  now(): number;
}

/** What `run` is given, by the pass's cache mode. */
export type RunContext<Mode extends CacheMode, Upstream, Secret extends string> = Mode extends "content"
  ? ContentContext<Upstream>
  : Mode extends "none"
    ? UncachedContext<Upstream, Secret>
    : PackageContext<Upstream, Secret>;
