import type { Database } from "@torrent/patterns";

let database: Promise<Database> | undefined;

const load = async (): Promise<Database> => {
  const patterns = await import("@torrent/patterns");
  return patterns.Database.load(patterns.ownArtefact());
};

/** The project's own pack, loaded at first use, once in a thread. */
export const ownDatabase = (): Promise<Database> => {
  database ??= load();
  return database;
};
