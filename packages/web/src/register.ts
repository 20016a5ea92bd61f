import { type Choreography, type Cloud, failureOf, type Pipeline, packageOf } from "@torrent/core/unstable";
import type { ApiOptions } from "./api/index.ts";

/**
 * Lists a package as soon as its upload is acknowledged; its event finds it registered. If that fails, the upload is
 * stored all the same, and the event registers it.
 */
export const registerUploaded = (cloud: Cloud, choreography: Choreography): NonNullable<ApiOptions["register"]> => {
  const pipeline: Pipeline = { ...choreography, cloud };
  return async (key, { etag, version }) => {
    const object = {
      key: encodeURIComponent(key),
      eTag: etag,
      ...(version === undefined ? {} : { versionId: version }),
    };
    try {
      const record = { eventName: "ObjectCreated:Put", s3: { bucket: { name: cloud.objects.bucket }, object } };
      await packageOf(pipeline, key, record);
    } catch (error) {
      cloud.log("warn", "register-failed", { key, ...failureOf(error) });
    }
  };
};
