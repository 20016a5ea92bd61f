import { failureOf, type ObjectInfo, packageOf } from "@torrent/core";
import type { Deps } from "./env.ts";

/**
 * Lists a package as soon as its upload is acknowledged; its event finds it registered. Where that fails the upload is
 * there all the same, and the event registers it.
 */
export const registerUploaded = async (
  { cloud, pipeline }: Deps,
  key: string,
  { etag, version }: Pick<ObjectInfo, "etag" | "version">,
): Promise<void> => {
  const object = { key: encodeURIComponent(key), eTag: etag, ...(version === undefined ? {} : { versionId: version }) };
  try {
    const record = { eventName: "ObjectCreated:Put", s3: { bucket: { name: cloud.objects.bucket }, object } };
    await packageOf(pipeline, key, record);
  } catch (error) {
    cloud.log("warn", "register-failed", { key, ...failureOf(error) });
  }
};
