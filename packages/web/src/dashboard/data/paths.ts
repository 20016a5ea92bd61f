/** The page of a package with the sheet of one component open. */
export const componentPath = (id: string, ref: string): string =>
  `/packages/${id}/components?open=${encodeURIComponent(ref)}`;
