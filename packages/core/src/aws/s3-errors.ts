import { TerminalError } from "../errors.ts";
import { errorName, statusOf } from "./client.ts";

/** A HEAD answers 404 without a body, hence the status. A role without `s3:ListBucket` gets 403 instead: grant it. */
export const isMissing = (error: unknown): boolean =>
  errorName(error) !== "NoSuchBucket" &&
  (["NoSuchKey", "NotFound"].includes(errorName(error)) || statusOf(error) === 404);

/** `If-None-Match: *` or `If-Match` did not hold. */
export const conditionFailed = (error: unknown): boolean => statusOf(error) === 412;

/** Another conditional write to the same key is under way; AWS asks for a retry. A lost race, too, once the other is done. */
export const conditionConflicts = (error: unknown): boolean =>
  statusOf(error) === 409 && ["ConditionalRequestConflict", "OperationAborted"].includes(errorName(error));

export const rangeNotSatisfiable = (error: unknown): boolean => statusOf(error) === 416;

/** What is wrong with the request itself, and so stays wrong. https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const hopeless = new Set(["KeyTooLongError", "MetadataTooLarge", "EntityTooLarge", "InvalidObjectState", "InvalidURI"]);

export const asOurs = (key: string, error: unknown): unknown =>
  hopeless.has(errorName(error))
    ? new TerminalError("object-refused", `"${key}": S3 says ${errorName(error)}: ${(error as Error).message}`, {
        cause: error,
      })
    : error;
