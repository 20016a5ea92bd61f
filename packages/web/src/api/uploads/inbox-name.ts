/** S3 keys hold 1,024 bytes; the inbox prefix and a distinguishing folder take their part. */
export const NAME_BYTES = 900;

/** Why a name cannot stand under `inbox/`; `undefined` if it can. Slashes make folders; nothing may climb out of them. */
export const nameFault = (name: string): string | undefined => {
  if (name === "") return "A package needs a name";
  if (!name.isWellFormed()) return "The name holds half a character";
  if (Buffer.byteLength(name) > NAME_BYTES) return `The name has more than ${NAME_BYTES} bytes of UTF-8`;
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return "The name holds a control character";
  if (name.split("/").some((part) => part === "" || part === "." || part === ".."))
    return 'The name may not start or end with "/", nor hold an empty part, "." or ".."';
  return undefined;
};
