import type { Workload } from "../workload.ts";

/** What travels together: a component, or a bundle of small neighbours. */
export interface Unit {
  members: number;
  bytes: number;
}

/**
 * Packs components, in their order, as intake does: small neighbours share a unit until it has its members or bytes.
 * Calls `emit` for each unit and returns their number.
 */
export const pack = (
  count: number,
  sizeOf: (index: number) => number,
  { members: most, bytes: limit, memberBytes }: Workload["bundle"],
  emit: (members: number, bytes: number) => void,
): number => {
  let units = 0;
  let members = 0;
  let bytes = 0;
  const close = () => {
    if (members === 0) return;
    emit(members, bytes);
    units += 1;
    members = 0;
    bytes = 0;
  };
  for (let index = 0; index < count; index += 1) {
    const size = sizeOf(index);
    if (most === 1 || size >= memberBytes) {
      emit(1, size);
      units += 1;
      continue;
    }
    if (members === most || bytes + size > limit) close();
    members += 1;
    bytes += size;
  }
  close();
  return units;
};
