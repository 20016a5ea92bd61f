import { isDeceptive } from "@torrent/core/visible";

/** S3 keys are limited to 1,024 bytes, which include the inbox prefix and a distinguishing folder. */
export const NAME_BYTES = 900;
/** The folder that an upload ticket adds before a name; it does not count towards the name's length. */
const FOLDER = /^[0-9a-z]{1,16}\//i;
export const ADDRESS_BYTES = NAME_BYTES + 17;

/**
 * Why a name is not allowed under `inbox/`; `undefined` if it is. Slashes create folders, and no name may leave them.
 */
export const nameFault = (name: string): string | undefined => {
  if (name === "") return "The package name must not be empty";
  if (!name.isWellFormed()) return "The name contains an unpaired surrogate";
  if (Buffer.byteLength(name) > NAME_BYTES) return `The name is longer than ${NAME_BYTES} bytes in UTF-8`;
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return "The name contains a control character";
  if (isDeceptive(name)) return "The name contains an invisible or reordering character; rename the file";
  if (name.split("/").some((part) => part === "" || part === "." || part === ".."))
    return 'The name must not start or end with "/", nor contain an empty, "." or ".." segment';
  return undefined;
};

/** As `nameFault`, for a name with the folder that an upload ticket adds. */
export const addressFault = (name: string): string | undefined => nameFault(name.replace(FOLDER, ""));
