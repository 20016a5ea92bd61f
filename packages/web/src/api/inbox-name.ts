import { isDeceptive } from "@torrent/core/visible";

/** S3 keys hold 1,024 bytes; the inbox prefix and a distinguishing folder take their part. */
export const NAME_BYTES = 900;
/** The folder that a ticket puts before a name; it does not count towards the name's length. */
const FOLDER = /^[0-9a-z]{1,16}\//i;
export const ADDRESS_BYTES = NAME_BYTES + 17;

/** Why a name cannot stand under `inbox/`; `undefined` if it can. Slashes make folders; nothing may climb out of them. */
export const nameFault = (name: string): string | undefined => {
  if (name === "") return "A package needs a name";
  if (!name.isWellFormed()) return "The name holds half a character";
  if (Buffer.byteLength(name) > NAME_BYTES) return `The name has more than ${NAME_BYTES} bytes of UTF-8`;
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return "The name holds a control character";
  if (isDeceptive(name))
    return "The name holds a character that cannot be seen or that reorders others; rename the file";
  if (name.split("/").some((part) => part === "" || part === "." || part === ".."))
    return 'The name may not start or end with "/", nor hold an empty part, "." or ".."';
  return undefined;
};

/** The same of a name as a ticket's address holds it. */
export const addressFault = (name: string): string | undefined => nameFault(name.replace(FOLDER, ""));
