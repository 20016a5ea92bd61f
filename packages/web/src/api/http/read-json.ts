import { type ObjectStore, parse, type Schema } from "@torrent/core/unstable";

/** Reads and parses a stored JSON object; `undefined` if there is none. Throws if it does not match the schema. */
export const readJson = async <T>(objects: ObjectStore, key: string, schema: Schema<T>): Promise<T | undefined> => {
  const object = await objects.get(key);
  if (!object) return undefined;
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of object.body) text += decoder.decode(chunk, { stream: true });
  return parse(schema, JSON.parse(text + decoder.decode()));
};
