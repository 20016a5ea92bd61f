import { formatBytes } from "@torrent/core/format";
import { useEffect } from "preact/hooks";
import { Link } from "wouter-preact";
import { Check, Cross, Upload as UploadIcon } from "../ui/icons.tsx";
import type { Uploaded } from "./upload.ts";

const GONE_MS = 8_000;

/** One delivery as the tray shows it. */
export interface Upload {
  key: number;
  name: string;
  bytes: number;
  sent: number;
  done?: Uploaded | undefined;
  error?: string | undefined;
}

interface TrayProps {
  uploads: Upload[];
  onRetry(key: number): void;
  /** Cancels what is on its way, and forgets what is not. */
  onDrop(keys: readonly number[]): void;
}

const said = ({ error, done, sent, bytes: all }: Upload): string =>
  error ??
  (done
    ? done.known
      ? "already submitted as the same package"
      : "submitted"
    : `${formatBytes(sent)} of ${formatBytes(all)}`);

const Line = ({ one, onRetry, onDrop }: { one: Upload } & Omit<TrayProps, "uploads">) => {
  const share = one.bytes === 0 ? 1 : one.sent / one.bytes;
  const tone = one.error ? "bad" : one.done ? "good" : "run";
  return (
    <li class={tone}>
      <span class={`mark ${tone}`}>{one.error ? <Cross /> : one.done ? <Check /> : <UploadIcon />}</span>
      <span class="stack">
        <span class="name">
          {one.done?.packageId ? <Link href={`/packages/${one.done.packageId}`}>{one.name}</Link> : one.name}
        </span>
        <span class="note">{said(one)}</span>
        {one.error ? (
          <span class="choices">
            <button type="button" class="button small" onClick={() => onRetry(one.key)}>
              Try again
              <span class="sr">{` to send ${one.name}`}</span>
            </button>
            <button type="button" class="button small" onClick={() => onDrop([one.key])}>
              Discard
              <span class="sr">{` upload of ${one.name}`}</span>
            </button>
          </span>
        ) : one.done ? null : (
          <span class="meter" aria-hidden="true">
            <i style={{ width: `${100 * share}%` }} />
          </span>
        )}
      </span>
      {one.error || one.done ? null : (
        <button type="button" class="button small" onClick={() => onDrop([one.key])}>
          Cancel
          <span class="sr">{` sending ${one.name}`}</span>
        </button>
      )}
    </li>
  );
};

export const UploadTray = ({ uploads, onRetry, onDrop }: TrayProps) => {
  const done = uploads.filter((one) => one.done).map(({ key }) => key);
  const settled = uploads.length > 0 && done.length === uploads.length;
  useEffect(() => {
    if (!settled) return;
    const timer = setTimeout(() => onDrop(done), GONE_MS);
    return () => clearTimeout(timer);
  }, [settled, done.join(), onDrop]);
  return (
    <section class="tray" aria-label="Uploads" aria-live="polite">
      {uploads.length > 0 ? (
        <div class="card">
          <ul>
            {uploads.map((one) => (
              <Line key={one.key} one={one} onRetry={onRetry} onDrop={onDrop} />
            ))}
          </ul>
          {done.length > 0 ? (
            <button type="button" class="button small" onClick={() => onDrop(done)}>
              Clear
            </button>
          ) : null}
        </div>
      ) : null}
    </section>
  );
};
