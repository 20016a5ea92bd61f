/** S3 keys are limited to 1,024 bytes, which include the inbox prefix and a distinguishing folder. */
export const NAME_BYTES = 900;

/**
 * Why a name is not allowed under `inbox/`; `undefined` if it is. Slashes create folders, and no name may leave them.
 */
export const nameFault = (name: string): string | undefined => {
  if (name === "") return "The package name must not be empty";
  if (!name.isWellFormed()) return "The name contains an unpaired surrogate";
  if (Buffer.byteLength(name) > NAME_BYTES) return `The name is longer than ${NAME_BYTES} bytes in UTF-8`;
  if (/[\p{Cc}\u2028\u2029]/u.test(name)) return "The name contains a control character";
  if (name.split("/").some((part) => part === "" || part === "." || part === ".."))
    return 'The name must not start or end with "/", nor contain an empty, "." or ".." segment';
  return undefined;
};
