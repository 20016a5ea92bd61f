import { formatBytes } from "@torrent/core/format";
import { useEffect } from "preact/hooks";
import { Link } from "wouter-preact";
import { Check, Cross, Upload as UploadIcon } from "../ui/icons.tsx";
import type { Uploaded } from "./upload.ts";

const GONE_MS = 8_000;

/** An upload as shown in the tray. */
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
  /** Cancels running uploads and removes the others from the list. */
  onDrop(keys: readonly number[]): void;
}

const statusText = ({ error, done, sent, bytes: all }: Upload): string =>
  error ??
  (done
    ? done.known
      ? "already submitted as the same package"
      : "submitted"
    : `${formatBytes(sent)} of ${formatBytes(all)}`);

const Line = ({ upload, onRetry, onDrop }: { upload: Upload } & Omit<TrayProps, "uploads">) => {
  const share = upload.bytes === 0 ? 1 : upload.sent / upload.bytes;
  const tone = upload.error ? "bad" : upload.done ? "good" : "run";
  return (
    <li class={tone}>
      <span class={`mark ${tone}`}>{upload.error ? <Cross /> : upload.done ? <Check /> : <UploadIcon />}</span>
      <span class="stack">
        <span class="name">
          {upload.done?.packageId ? (
            <Link href={`/packages/${upload.done.packageId}`}>{upload.name}</Link>
          ) : (
            upload.name
          )}
        </span>
        <span class="note">{statusText(upload)}</span>
        {upload.error ? (
          <span class="choices">
            <button type="button" class="button small" onClick={() => onRetry(upload.key)}>
              Try again
              <span class="sr">{` to send ${upload.name}`}</span>
            </button>
            <button type="button" class="button small" onClick={() => onDrop([upload.key])}>
              Discard
              <span class="sr">{` upload of ${upload.name}`}</span>
            </button>
          </span>
        ) : upload.done ? null : (
          <span class="meter" aria-hidden="true">
            <i style={{ width: `${100 * share}%` }} />
          </span>
        )}
      </span>
      {upload.error || upload.done ? null : (
        <button type="button" class="button small" onClick={() => onDrop([upload.key])}>
          Cancel
          <span class="sr">{` sending ${upload.name}`}</span>
        </button>
      )}
    </li>
  );
};

export const UploadTray = ({ uploads, onRetry, onDrop }: TrayProps) => {
  const done = uploads.filter((upload) => upload.done).map(({ key }) => key);
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
            {uploads.map((upload) => (
              <Line key={upload.key} upload={upload} onRetry={onRetry} onDrop={onDrop} />
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
