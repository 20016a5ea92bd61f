import { writeFile } from "node:fs/promises";
import { Report } from "@torrent/core";
import * as z from "zod";

/** Publishes the report's schema; a test holds that what is published is what is used. */
const schema = JSON.stringify(z.toJSONSchema(Report), null, 2);
await writeFile(new URL("../docs/report.schema.json", import.meta.url), `${schema}\n`);
