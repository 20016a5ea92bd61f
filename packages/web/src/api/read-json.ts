import type { ObjectStore } from "@torrent/core";
import type { z } from "zod";

/** A stored JSON object, parsed; `undefined` where there is none. Throws where it is not what the schema says. */
export const readJson = async <T>(objects: ObjectStore, key: string, schema: z.ZodType<T>): Promise<T | undefined> => {
  const object = await objects.get(key);
  if (!object) return undefined;
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of object.body) text += decoder.decode(chunk, { stream: true });
  return schema.parse(JSON.parse(text + decoder.decode()));
};
