import * as z from "zod/mini";
import { described, named } from "../docs/words.ts";
import { part } from "./submit-schemas.ts";

const headers = described(
  z.record(z.string(), z.string()),
  "To be sent as they are: they are part of the signature, and carry what was declared.",
);

export const UploadTicket = named(
  "UploadTicket",
  z.object({
    key: z.string(),
    method: z.literal("PUT"),
    url: described(
      z.string(),
      "Takes the bytes; relative to this API where it starts with `/`. Empty where there is nothing to send there.",
    ),
    headers,
    expiresAt: z.number(),
    packageId: described(z.optional(z.string()), "Set if these bytes are here already: nothing to upload."),
    parts: described(
      z.optional(
        z.object({
          upload: described(z.string(), "Names the upload to `/uploads/parts` and `/uploads/complete`."),
          bytes: described(z.int(), "Of each part but the last."),
          count: z.int(),
        }),
      ),
      "Set if the bytes go in parts instead of to `url`.",
    ),
  }),
);

export const PartRequests = named(
  "UploadParts",
  z.object({ parts: z.array(z.object({ part, url: z.string(), headers })), expiresAt: z.number() }),
);

export const Uploaded = named("Uploaded", z.object({ id: z.string(), key: z.string() }));
