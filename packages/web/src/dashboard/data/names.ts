/** Splits off the folder that submission adds to distinguish packages of the same name. */
export const splitName = (name: string): { folder?: string; base: string } => {
  const at = name.lastIndexOf("/");
  return at < 0 ? { base: name } : { folder: name.slice(0, at + 1), base: name.slice(at + 1) };
};

/** A component's name without the package's, which the page shows already. */
export const nameInPackage = (name: string): string => {
  const at = name.indexOf("!/");
  return at < 0 ? name : name.slice(at + 2);
};
