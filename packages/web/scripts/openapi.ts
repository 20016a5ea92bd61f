import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { buildDocument } from "./openapi/document.ts";

/** Writes the API's OpenAPI document, which the API serves as it is. A test fails while the file and the schemas differ. */
const file = fileURLToPath(new URL("../src/api/docs/openapi.json", import.meta.url));
writeFileSync(file, `${JSON.stringify(buildDocument(), null, 2)}\n`);
