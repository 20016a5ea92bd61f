import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { part } from "./submit-schemas.ts";

const headers = described(
  z.record(z.string(), z.string()),
  "Send these headers unchanged: they are part of the signature and carry the declared options.",
);

export const UploadTicket = named(
  "UploadTicket",
  z.object({
    key: z.string(),
    method: z.literal("PUT"),
    url: described(
      z.string(),
      "Where to PUT the bytes; relative to this API if it starts with `/`. Empty if nothing is to be sent there.",
    ),
    headers,
    expiresAt: z.number(),
    packageId: described(z.optional(z.string()), "Set if the content is already stored: nothing to upload."),
    parts: described(
      z.optional(
        z.object({
          upload: described(
            z.string(),
            "Identifies the upload in `/uploads/parts`, `/uploads/complete` and `/uploads/abort`.",
          ),
          bytes: described(z.int(), "Size of each part except the last."),
          count: z.int(),
        }),
      ),
      "Set if the content must be uploaded in parts instead of to `url`.",
    ),
  }),
);

export const PartRequests = named(
  "UploadParts",
  z.object({ parts: z.array(z.object({ part, url: z.string(), headers })), expiresAt: z.number() }),
);

export const Uploaded = named("Uploaded", z.object({ id: z.string(), key: z.string() }));
