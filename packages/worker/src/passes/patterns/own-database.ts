import { Database, ownArtefact } from "@torrent/patterns";

let database: Database | undefined;

/** The project's own pack, loaded at first use, once in a thread. */
export const ownDatabase = (): Database => {
  database ??= Database.load(ownArtefact());
  return database;
};
