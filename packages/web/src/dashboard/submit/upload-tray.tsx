import { useEffect } from "preact/hooks";
import { Link } from "wouter-preact";
import { bytes } from "../data/format.ts";
import { Check, Cross, Upload as UploadIcon } from "../ui/icons.tsx";
import type { Upload } from "./uploads.tsx";

const GONE_MS = 8_000;

const Line = ({ one }: { one: Upload }) => {
  const share = one.bytes === 0 ? 1 : one.sent / one.bytes;
  return (
    <li class={one.error ? "bad" : one.done ? "good" : "run"}>
      <span class={`mark ${one.error ? "bad" : one.done ? "good" : "run"}`}>
        {one.error ? <Cross /> : one.done ? <Check /> : <UploadIcon />}
      </span>
      <span class="stack">
        <span class="name">
          {one.done?.packageId ? <Link href={`/packages/${one.done.packageId}`}>{one.name}</Link> : one.name}
        </span>
        <span class="note">
          {one.error ??
            (one.done
              ? one.done.known
                ? "was submitted before, and is the same package"
                : "submitted"
              : `${bytes(one.sent)} of ${bytes(one.bytes)}`)}
        </span>
        {one.error || one.done ? null : (
          <span class="meter" aria-hidden="true">
            <i style={{ width: `${100 * share}%` }} />
          </span>
        )}
      </span>
    </li>
  );
};

export const UploadTray = ({ uploads, onClear }: { uploads: Upload[]; onClear: () => void }) => {
  const settled = uploads.length > 0 && uploads.every((one) => one.done);
  useEffect(() => {
    if (!settled) return;
    const timer = setTimeout(onClear, GONE_MS);
    return () => clearTimeout(timer);
  }, [settled, onClear]);
  return (
    <section class="tray" aria-label="Uploads" aria-live="polite">
      {uploads.length > 0 ? (
        <div class="card">
          <ul>
            {uploads.map((one) => (
              <Line key={one.key} one={one} />
            ))}
          </ul>
          <button type="button" class="button small" onClick={onClear}>
            Clear
          </button>
        </div>
      ) : null}
    </section>
  );
};
