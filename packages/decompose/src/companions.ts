import { peek } from "./bytes.ts";
import type { Damage, Member, Stored } from "./member.ts";
import type { Scratch } from "./scratch.ts";
import { DATABASE_HEAD, isWriteAheadDatabase, withLog } from "./write-ahead-log.ts";

interface Held {
  member: Member;
  stored: Stored;
  damage?: Damage;
}

async function* contentOf(
  stored: Stored,
  content: AsyncIterable<Uint8Array>,
  damage?: Damage,
): AsyncGenerator<Uint8Array> {
  yield* content;
  await stored.release();
  if (damage) throw damage;
}

const companion = /^-(?:wal|shm|journal)$/;

/**
 * Members with those that belong together put together: a SQLite database whose log follows it in the container (as it does
 * in every sorted one) comes with the log worked in. The log and its index come behind it, as they are.
 */
export async function* withCompanions(list: AsyncIterable<Member>, scratch: Scratch): AsyncGenerator<Member> {
  let database: Held | undefined;
  let beside: Held[] = [];
  const flush = async function* (): AsyncGenerator<Member> {
    const held = database;
    const others = beside;
    database = undefined;
    beside = [];
    if (!held) return;
    const log = others.find(({ member }) => member.name === `${held.member.name}-wal`);
    const { stored, member, damage } = held;
    if (log && log.stored.bytes > 0) {
      const note = `Read with its write-ahead log of ${log.stored.bytes} bytes`;
      const warning = member.warning ? `${member.warning}; ${note}` : note;
      const { bytes: _, ...rest } = member;
      yield { ...rest, warning, content: contentOf(stored, withLog(stored, log.stored), damage) };
    } else yield { ...member, content: contentOf(stored, stored.read(), damage) };
    for (const other of others)
      yield { ...other.member, content: contentOf(other.stored, other.stored.read(), other.damage) };
  };
  try {
    for await (const member of list) {
      const isBeside =
        database &&
        member.name.startsWith(database.member.name) &&
        companion.test(member.name.slice(database.member.name.length));
      if (isBeside && !member.stored) {
        beside.push({ member, ...(await scratch.store(member.content)) });
        continue;
      }
      yield* flush();
      if (member.stored) {
        yield member;
        continue;
      }
      const { head, content } = await peek(member.content, DATABASE_HEAD);
      if (isWriteAheadDatabase(head)) database = { member, ...(await scratch.store(content)) };
      else yield { ...member, content };
    }
  } catch (error) {
    yield* flush();
    throw error;
  }
  yield* flush();
}
