/** The last part of a provenance such as `a.zip!/mail.eml!/report.pdf`. */
export const baseName = (name: string): string => name.split("!/").at(-1)!.split(/[/\\]/).at(-1)!;

/** Lower case, without the dot; empty where there is none. */
export const extensionOf = (name: string): string =>
  /.\.([A-Za-z0-9]{1,12})$/.exec(baseName(name))?.[1]?.toLowerCase() ?? "";
