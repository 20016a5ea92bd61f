import { type FileHandle, open } from "node:fs/promises";
import {
  ArtefactError,
  CHECKED_FROM,
  checkWhole,
  DIRECTORY_BYTES,
  type Directory,
  hostOffset,
  readDirectory,
} from "../artefact/format.ts";

/** Below this address the kernel's module may keep statics of its own. */
export const ARTEFACT_ADDRESS = 65536;
const PAGE = 65536;
/** Pages that kernels may ask for beyond the tables: room for input and hits of many threads. */
const MAX_PAGES = 16384;

/** What threads are handed, and open without a copy. */
export interface Shared {
  memory: WebAssembly.Memory;
  directory: Directory;
  /** The artefact from {@link hostOffset} on. */
  host: Uint8Array;
}

/** What to make views from, which begin at multiples of 4. */
const alignedCopy = (bytes: Uint8Array): Uint8Array => (bytes.byteOffset % 4 === 0 ? bytes : Uint8Array.from(bytes));

/** Shared memory with room for what kernels read, which begins at the artefact's first byte. */
const roomFor = (directory: Directory): { memory: WebAssembly.Memory; tables: Uint8Array } => {
  const bytes = hostOffset(directory);
  const pages = Math.ceil((ARTEFACT_ADDRESS + bytes) / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages + MAX_PAGES, shared: true });
  return { memory, tables: new Uint8Array(memory.buffer, ARTEFACT_ADDRESS, bytes) };
};

const readAll = async (file: FileHandle, into: Uint8Array, from: number): Promise<void> => {
  for (let at = 0; at < into.length; ) {
    const { bytesRead } = await file.read(into, at, into.length - at, from + at);
    if (bytesRead === 0) throw new ArtefactError(`The pattern artefact ended while it was read, at byte ${from + at}`);
    at += bytesRead;
  }
};

export const loadBytes = (artefact: Uint8Array): Shared => {
  const { directory, checksum } = readDirectory(artefact, artefact.byteLength);
  checkWhole(checksum, artefact.subarray(CHECKED_FROM));
  const { memory, tables } = roomFor(directory);
  tables.set(artefact.subarray(0, tables.length));
  return { memory, directory, host: alignedCopy(artefact.subarray(tables.length)) };
};

/** Reads the tables straight into the memory in which they are used: fresh pages cost more than reading does. */
export const loadFile = async (path: string): Promise<Shared> => {
  await using file = await open(path);
  const { size } = await file.stat();
  const head = new Uint8Array(DIRECTORY_BYTES);
  const { bytesRead } = await file.read(head, 0, head.length, 0);
  const { directory, checksum } = readDirectory(head.subarray(0, bytesRead), size);
  const { memory, tables } = roomFor(directory);
  const host = new Uint8Array(size - tables.length);
  await readAll(file, tables, 0);
  await readAll(file, host, tables.length);
  checkWhole(checksum, tables.subarray(CHECKED_FROM), host);
  return { memory, directory, host };
};
