import { packageId } from "../../ids.ts";
import { objectKey, type S3EventRecord } from "../../messages.ts";
import type { Cloud } from "../../ports/cloud.ts";
import { traceOf } from "./trace.ts";

/** What a log line says of where it belongs. */
interface Place {
  packageId?: string;
  traceparent?: string;
}

const ofEvent = ({ s3 }: S3EventRecord): Place => {
  const { bucket, object } = s3;
  const id = packageId(bucket.name, objectKey({ s3 } as S3EventRecord), object.versionId ?? object.eTag ?? "");
  return { packageId: id, traceparent: traceOf(id, 1) };
};

/** Reads before anything is parsed: a foreign message belongs to no package, and is logged all the same. */
const placeOf = (body: string): Place => {
  try {
    const { packageId: id, traceparent, Records } = JSON.parse(body);
    if (Records?.length === 1) return ofEvent(Records[0]);
    return { ...(id && { packageId: String(id) }), ...(traceparent && { traceparent: String(traceparent) }) };
  } catch {
    return {};
  }
};

/** A cloud every line of whose log says which package and which trace it belongs to. */
export const within = (cloud: Cloud, place: Place): Cloud => {
  const { packageId: id, traceparent } = place;
  const said = { ...(id && { packageId: id }), ...(traceparent && { traceparent }) };
  return { ...cloud, log: (level, event, fields) => cloud.log(level, event, { ...said, ...fields }) };
};

/** {@link within}, for the work that a message asks for. */
export const traced = (cloud: Cloud, body: string): Cloud => within(cloud, placeOf(body));
