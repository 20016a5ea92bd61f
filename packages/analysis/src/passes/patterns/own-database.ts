import type { Database } from "@torrent/patterns";

interface Opened {
  database: Database;
  packs: Record<string, string>;
}

let opened: Promise<Opened> | undefined;

/** A pack's version is its content: twelve digits of its hash. */
const load = async (): Promise<Opened> => {
  const { Database, ownArtefact, ownContent } = await import("@torrent/patterns");
  return { database: Database.load(ownArtefact()), packs: { torrent: ownContent.slice(0, 12) } };
};

const open = (): Promise<Opened> => {
  opened ??= load();
  return opened;
};

/** The project's own pack, loaded at first use, once in a thread. */
export const ownDatabase = async (): Promise<Database> => (await open()).database;

/** Its version by its name, for the report. */
export const ownPacks = async (): Promise<Record<string, string>> => (await open()).packs;
