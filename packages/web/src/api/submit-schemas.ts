import { z } from "@hono/zod-openapi";
import { UPLOAD_PARTS } from "@torrent/core";
import { nameFault } from "./inbox-name.ts";

export const PackageName = z
  .string()
  .superRefine((name, context) => {
    const fault = nameFault(name);
    if (fault !== undefined) context.addIssue({ code: "custom", message: fault });
  })
  .openapi({ example: "delivery-2026-11.zip", maxLength: 900, minLength: 1 });

/** What a sender may declare; it travels as metadata of the inbox object. */
export const Declaration = z.object({
  urgency: z.enum(["low", "normal", "high", "critical"]).optional(),
  source: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[^\p{Cc}]*$/u, "No control characters")
    .optional(),
  tolerateFailedPercent: z.coerce.number().min(0).max(100).optional(),
  deadlineHours: z.coerce.number().positive().max(720).optional(),
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

export const UploadRequest = Declaration.extend({
  name: PackageName,
  bytes: z.number().int().min(0).optional().openapi({
    description: "How many there are. More than one part holds are then asked for in parts, where it can be.",
  }),
  contentType: z
    .string()
    .max(200)
    .regex(/^[\w.+-]+\/[\w.+-]+(; ?[\w.+=-]+)*$/, "Not a media type")
    .optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "64 hex digits")
    .optional()
    .openapi({ description: "Of the bytes; the same name with the same bytes is then not uploaded twice." }),
}).openapi("UploadRequest");

const headers = z
  .record(z.string(), z.string())
  .openapi({ description: "To be sent as they are: they are part of the signature, and carry what was declared." });

export const UploadTicket = z
  .object({
    key: z.string(),
    method: z.literal("PUT"),
    url: z.string().openapi({
      description:
        "Takes the bytes; relative to this API where it starts with `/`. Empty where there is nothing to send there.",
    }),
    headers,
    expiresAt: z.number(),
    packageId: z
      .string()
      .optional()
      .openapi({ description: "Set if these bytes are here already: nothing to upload." }),
    parts: z
      .object({
        upload: z.string().openapi({ description: "Names the upload to `/uploads/parts` and `/uploads/complete`." }),
        bytes: z.number().int().openapi({ description: "Of each part but the last." }),
        count: z.number().int(),
      })
      .optional()
      .openapi({ description: "Set if the bytes go in parts instead of to `url`." }),
  })
  .openapi("UploadTicket");

const upload = z.string().min(1).max(4096);
const part = z.number().int().min(1).max(UPLOAD_PARTS);

export const PartsRequest = z.object({ upload, parts: z.array(part).min(1).max(100) }).openapi("UploadPartsRequest");

export const PartRequests = z
  .object({
    parts: z.array(z.object({ part, url: z.string(), headers })),
    expiresAt: z.number(),
  })
  .openapi("UploadParts");

export const CompleteRequest = z
  .object({
    upload,
    parts: z
      .array(
        z.object({ part, etag: z.string().min(1).max(200).openapi({ description: "As the part's PUT answered it." }) }),
      )
      .min(1)
      .max(UPLOAD_PARTS),
  })
  .openapi("UploadCompletion");

export const AbortRequest = z.object({ upload }).openapi("UploadAbort");

export const Uploaded = z.object({ id: z.string(), key: z.string() }).openapi("Uploaded");
