import { json, type Told } from "../docs/operation-docs.ts";
import { problemResponses } from "../http/problem-body.ts";
import { PartRequests, Uploaded, UploadTicket } from "./upload-schemas.ts";

export const askForUpload = {
  tags: ["Submit"],
  summary: "Ask where to upload a package",
  description:
    "PUT the bytes to `url` with `headers`, or in `parts`; the pipeline starts by itself. What is declared is signed into the request, and becomes the package's own. With `sha256`, the same bytes under the same name are the same package, however often they are sent.",
  responses: {
    201: json("Where to upload", UploadTicket),
    200: json("These bytes are here already", UploadTicket),
    ...problemResponses,
  },
} as const satisfies Told;

export const uploadPackage = {
  tags: ["Submit"],
  summary: "Upload a package through this server",
  description: "Only where the server says so in an upload ticket. The body is streamed to the inbox.",
  responses: {
    201: json("It is in the inbox", Uploaded),
    ...problemResponses,
  },
} as const satisfies Told;

export const askForParts = {
  tags: ["Submit"],
  summary: "Ask where to upload some parts",
  description:
    "PUT each part to its `url` with its `headers`, in any order and several at a time; keep each answer's `ETag`.",
  responses: {
    200: json("Where they go", PartRequests),
    ...problemResponses,
  },
} as const satisfies Told;

export const completeUpload = {
  tags: ["Submit"],
  summary: "Make a package of uploaded parts",
  description: "The pipeline starts by itself. May be repeated: what is complete stays as it is.",
  responses: {
    201: json("It is in the inbox", Uploaded),
    ...problemResponses,
  },
} as const satisfies Told;

export const abortUpload = {
  tags: ["Submit"],
  summary: "Give an upload in parts up",
  description:
    "What was sent of it is deleted, instead of after two days. May be repeated; a package that it has become stays.",
  responses: { 204: { description: "Nothing is left of it" }, ...problemResponses },
} as const satisfies Told;
