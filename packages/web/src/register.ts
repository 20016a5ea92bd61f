import { type Cloud, failureOf, type Pipeline, packageOf, registry, topology } from "@torrent/core";
import type { ApiOptions } from "./api/index.ts";

/**
 * Lists a package as soon as its upload is acknowledged; its event finds it registered. Where that fails the upload is
 * there all the same, and the event registers it.
 */
export const registerUploaded = (cloud: Cloud, own: ApiOptions["own"]): NonNullable<ApiOptions["register"]> => {
  const pipeline: Pipeline = {
    cloud,
    passes: registry([]),
    rules: [],
    limits: topology.limits,
    scratchDir: "",
    ...own,
  };
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
