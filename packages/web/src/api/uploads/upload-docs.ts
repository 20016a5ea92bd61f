import { json, type OperationDocs } from "../docs/operation-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { PartRequests, Uploaded, UploadTicket } from "./upload-schemas.ts";

export const createUpload = {
  tags: ["Submit"],
  summary: "Create an upload URL",
  description:
    "PUT the bytes to `url` with `headers`, or in `parts`; processing starts automatically. The declared options are signed into the request and become metadata of the package. With `sha256`, the same content under the same name is the same package, however often it is sent.",
  responses: {
    201: json("The upload URL", UploadTicket),
    200: json("This content is already stored", UploadTicket),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const uploadPackage = {
  tags: ["Submit"],
  summary: "Upload a package through this server",
  description: "Available only where an upload ticket points to it. The body is streamed to the inbox.",
  responses: {
    201: json("Stored in the inbox", Uploaded),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const createPartUrls = {
  tags: ["Submit"],
  summary: "Create upload URLs for parts",
  description:
    "PUT each part to its `url` with its `headers`, in any order and several at a time; keep each answer's `ETag`.",
  responses: {
    200: json("One upload URL per part", PartRequests),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const completeUpload = {
  tags: ["Submit"],
  summary: "Complete a multipart upload",
  description: "Processing starts automatically. Repeating the request has no further effect.",
  responses: {
    201: json("Stored in the inbox", Uploaded),
    ...problemResponses,
  },
} as const satisfies OperationDocs;

export const abortUpload = {
  tags: ["Submit"],
  summary: "Abort a multipart upload",
  description:
    "Deletes the uploaded parts immediately instead of after two days. Repeating the request has no further effect; a completed package is kept.",
  responses: { 204: { description: "Upload aborted" }, ...problemResponses },
} as const satisfies OperationDocs;
