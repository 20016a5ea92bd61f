import { formatCount } from "@torrent/core/format";
import { useState } from "preact/hooks";

/** Entries of one level that are shown before somebody asks for more. */
const SHOWN = 50;

type Branch = [name: string, value: unknown][];

const branchOf = (value: unknown): Branch | undefined => {
  if (Array.isArray(value)) return value.map((entry, n) => [String(n), entry]);
  return typeof value === "object" && value !== null ? Object.entries(value) : undefined;
};

const Leaf = ({ value }: { value: unknown }) => (
  <span class={`leaf ${value === null ? "null" : typeof value}`}>
    {typeof value === "string" ? value : JSON.stringify(value)}
  </span>
);

const sizeText = (value: unknown, { length }: Branch): string =>
  Array.isArray(value) ? `[${formatCount(length)}]` : `{${formatCount(length)}}`;

const Entries = ({ entries, depth, open }: { entries: Branch; depth: number; open: number }) => {
  const [shown, setShown] = useState(SHOWN);
  const rest = entries.length - shown;
  return (
    <ul class="json">
      {entries.slice(0, shown).map(([name, value]) => (
        <Entry key={name} name={name} value={value} depth={depth} open={open} />
      ))}
      {rest > 0 ? (
        <li>
          <button type="button" class="button small" onClick={() => setShown(shown + 10 * SHOWN)}>
            {`Show ${formatCount(Math.min(rest, 10 * SHOWN))} of ${formatCount(rest)} more`}
          </button>
        </li>
      ) : null}
    </ul>
  );
};

const Key = ({ name }: { name: string }) => <span class="key">{name === "" ? '""' : name}</span>;

interface EntryProps {
  name: string;
  value: unknown;
  depth: number;
  open: number;
}

/** A branch is drawn when it is opened: a result may be large. */
const Entry = ({ name, value, depth, open }: EntryProps) => {
  const branch = branchOf(value);
  const [opened, setOpened] = useState(depth < open);
  if (!branch || branch.length === 0)
    return (
      <li class="field">
        <Key name={name} /> {branch ? <span class="leaf null">empty</span> : <Leaf value={value} />}
      </li>
    );
  return (
    <li>
      <details open={opened} onToggle={(event) => setOpened(event.currentTarget.open)}>
        <summary>
          <Key name={name} /> <span class="note">{sizeText(value, branch)}</span>
        </summary>
        {opened ? <Entries entries={branch} depth={depth + 1} open={open} /> : null}
      </details>
    </li>
  );
};

/** Any JSON value as a tree, its first `open` levels unfolded. */
export const JsonTree = ({ value, open = 1 }: { value: unknown; open?: number }) => {
  const branch = branchOf(value);
  if (!branch) return <Leaf value={value} />;
  if (branch.length === 0) return <span class="note">Empty</span>;
  return <Entries entries={branch} depth={0} open={open} />;
};
