import { UPLOAD_PARTS } from "@torrent/core";
import { isDeceptive } from "@torrent/core/visible";
import * as z from "zod/mini";
import { ADDRESS_BYTES, addressFault, NAME_BYTES, nameFault } from "./inbox-name.ts";
import { described, named } from "./words.ts";

const nameBy = (faultOf: (name: string) => string | undefined, maxLength: number) =>
  described(
    z.string().check(
      z.superRefine((name, context) => {
        const fault = faultOf(name);
        if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
      }),
    ),
    { example: "delivery-2026-11.zip", maxLength, minLength: 1 },
  );

export const PackageName = nameBy(nameFault, NAME_BYTES);

/** The same with the folder that a ticket has put before it. */
export const InboxAddress = nameBy(addressFault, ADDRESS_BYTES);

/** What a sender may declare; it travels as metadata of the inbox object. */
export const Declaration = z.object({
  urgency: z.optional(z.enum(["low", "normal", "high", "critical"])),
  source: z.optional(
    z.string().check(
      z.minLength(1),
      z.maxLength(100),
      z.refine((text) => !isDeceptive(text), "No control or invisible characters"),
    ),
  ),
  tolerateFailedPercent: z.optional(z.coerce.number().check(z.gte(0), z.lte(100))),
  deadlineHours: z.optional(z.coerce.number().check(z.gt(0), z.lte(720))),
});
export type Declaration = z.infer<typeof Declaration>;

export const declaredMetadata = (declared: Declaration): Record<string, string> => ({
  ...(declared.urgency === undefined ? {} : { urgency: declared.urgency }),
  ...(declared.source === undefined ? {} : { source: declared.source }),
  ...(declared.tolerateFailedPercent === undefined
    ? {}
    : { "tolerate-failed-percent": String(declared.tolerateFailedPercent) }),
  ...(declared.deadlineHours === undefined ? {} : { "deadline-hours": String(declared.deadlineHours) }),
});

export const UploadRequest = named(
  "UploadRequest",
  z.extend(Declaration, {
    name: PackageName,
    bytes: described(
      z.optional(z.int().check(z.gte(0))),
      "How many there are. More than one part holds are then asked for in parts, where it can be.",
    ),
    contentType: z.optional(
      z.string().check(z.maxLength(200), z.regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w.+=-]+)*$/, "Not a media type")),
    ),
    sha256: described(
      z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/, "64 hex digits"))),
      "Of the bytes; the same name with the same bytes is then not uploaded twice.",
    ),
  }),
);

const upload = z.string().check(z.minLength(1), z.maxLength(4096));
export const part = z.int().check(z.gte(1), z.lte(UPLOAD_PARTS));

export const PartsRequest = named(
  "UploadPartsRequest",
  z.object({ upload, parts: z.array(part).check(z.minLength(1), z.maxLength(100)) }),
);

const etag = () => z.string().check(z.minLength(1), z.maxLength(200));

export const CompleteRequest = named(
  "UploadCompletion",
  z.object({
    upload,
    parts: z
      .array(z.object({ part, etag: described(etag(), "As the part's PUT answered it.") }))
      .check(z.minLength(1), z.maxLength(UPLOAD_PARTS)),
  }),
);

export const AbortRequest = named("UploadAbort", z.object({ upload }));
