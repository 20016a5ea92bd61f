/** A part of an executable as its headers state it. */
export interface Section {
  name: string;
  offset: number;
  bytes: number;
  writable: boolean;
  executable: boolean;
}

/** What the headers of an executable say. */
export interface ExecutableImage {
  format: "elf" | "pe" | "mach-o" | "wasm" | "class" | "dex";
  bits?: 32 | 64;
  machine: string;
  kind: string;
  /** Epoch seconds. */
  built?: number;
  entry?: number;
  sections: Section[];
  /** Libraries it loads, where the headers name them plainly. */
  notes?: Record<string, unknown>;
}

export const MAX_SECTIONS = 500;

/** Text up to the first zero. */
export const zeroEnded = (file: Buffer, from: number, length: number): string => {
  if (from < 0 || from >= file.length) return "";
  // Searched within its field only: a file may hold no zero at all.
  const field = file.subarray(from, from + length);
  const end = field.indexOf(0);
  return field.toString("latin1", 0, end < 0 ? field.length : end);
};
