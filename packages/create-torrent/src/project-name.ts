/** What is wrong with a name, or nothing. The name becomes the folder, the npm package and the choreography. */
export const projectNameProblem = (name: string): string | undefined =>
  /^[a-z][a-z0-9-]{0,31}$/.test(name)
    ? undefined
    : `"${name}" cannot be the project's name; use 1–32 of a-z, 0-9 and "-", starting with a letter, such as "invoices"`;
