import { compile, Database, ownDefinitions } from "@torrent/patterns";

let database: Database | undefined;

/**
 * The project's own pack, compiled at first use: a few hundred rules take less time than reading a file that would have
 * to be deployed beside the code. Large packs are built ahead and loaded with `Database.load`.
 */
export const ownDatabase = (): Database => {
  database ??= Database.load(compile(ownDefinitions()).artefact);
  return database;
};
