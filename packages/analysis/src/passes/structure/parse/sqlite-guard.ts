import { constants, DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";

/** A longer text or blob is an error of SQLite's instead of memory. */
const MAX_VALUE = 16 * 2 ** 20;
const MAX_EXPRESSION_DEPTH = 100;
const FUNCTIONS = new Set(["typeof", "octet_length", "substr", "count"]);
const PRAGMAS = new Set([
  "table_xinfo",
  "page_size",
  "page_count",
  "encoding",
  "user_version",
  "freelist_count",
  "trusted_schema",
  "cell_size_check",
  "mmap_size",
  "temp_store",
]);

/** Permits what the parser itself asks for, and nothing that a file's own views or expressions would do on the way. */
const authorise = (action: number, first: string | null, second: string | null, _: unknown, within: string | null) => {
  const isOurs =
    within === null &&
    (action === constants.SQLITE_SELECT ||
      action === constants.SQLITE_READ ||
      (action === constants.SQLITE_FUNCTION && FUNCTIONS.has(second ?? "")) ||
      (action === constants.SQLITE_PRAGMA && PRAGMAS.has(first ?? "")));
  return isOurs ? constants.SQLITE_OK : constants.SQLITE_DENY;
};

/** Opens a stranger's database for reading: no locks, no journals, no extensions, no statement but the parser's own. */
export const openGuarded = (path: string): DatabaseSync => {
  const url = pathToFileURL(path);
  url.searchParams.set("immutable", "1");
  const database = new DatabaseSync(url, {
    readOnly: true,
    allowExtension: false,
    enableForeignKeyConstraints: false,
    limits: { length: MAX_VALUE, exprDepth: MAX_EXPRESSION_DEPTH, attach: 0, triggerDepth: 1 },
  });
  database.setAuthorizer(authorise);
  database.exec(
    "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
  );
  return database;
};
