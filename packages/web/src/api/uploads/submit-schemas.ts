import { UPLOAD_PARTS } from "@torrent/core/unstable";
import { isDeceptive } from "@torrent/core/visible";
import * as z from "zod/mini";
import { described, named } from "../docs/schema-docs.ts";
import { ADDRESS_BYTES, addressFault, NAME_BYTES, nameFault } from "./inbox-name.ts";

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

/** A package name behind the folder that an upload ticket adds. */
export const InboxAddress = nameBy(addressFault, ADDRESS_BYTES);

/** Options that a sender may declare; they are stored as metadata of the inbox object. */
export const Declaration = z.object({
  urgency: z.optional(z.enum(["low", "normal", "high", "critical"])),
  source: z.optional(
    z.string().check(
      z.minLength(1),
      z.maxLength(100),
      z.refine((text) => !isDeceptive(text), "Must not contain control or invisible characters"),
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
      "Size of the package. Above the part size, the response offers a multipart upload where possible.",
    ),
    contentType: z.optional(
      z
        .string()
        .check(
          z.maxLength(200),
          z.regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w.+=-]+)*$/, "Must be a media type, such as application/zip"),
        ),
    ),
    sha256: described(
      z.optional(z.string().check(z.regex(/^[0-9a-f]{64}$/, "Must be 64 hex digits"))),
      "SHA-256 of the content. The same content under the same name is then not uploaded twice.",
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
      .array(z.object({ part, etag: described(etag(), "The `ETag` header of the response to the part's PUT.") }))
      .check(z.minLength(1), z.maxLength(UPLOAD_PARTS)),
  }),
);

export const AbortRequest = named("UploadAbort", z.object({ upload }));
