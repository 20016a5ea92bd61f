import { z } from "@hono/zod-openapi";
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

export const UploadTicket = z
  .object({
    key: z.string(),
    method: z.literal("PUT"),
    url: z.string().openapi({ description: "Takes the bytes, once; relative to this API where it starts with `/`." }),
    headers: z.record(z.string(), z.string()),
    expiresAt: z.number(),
    packageId: z
      .string()
      .optional()
      .openapi({ description: "Set if these bytes are here already: nothing to upload." }),
  })
  .openapi("UploadTicket");
