import { buffer } from "node:stream/consumers";
import { crc32, deflateRawSync, gzipSync } from "node:zlib";
import tar from "tar-stream";
import yazl from "yazl";
import type { Dice } from "./random.ts";
import { START } from "./world.ts";

const MTIME = new Date(START);

export type Files = ReadonlyMap<string, string | Uint8Array> | Record<string, string | Uint8Array>;

const list = (files: Files): [string, string | Uint8Array][] =>
  files instanceof Map ? [...files] : Object.entries(files);

export const zip = async (files: Files, stored: readonly string[] = []): Promise<Buffer> => {
  const file = new yazl.ZipFile();
  for (const [name, content] of list(files))
    file.addBuffer(Buffer.from(content), name, {
      mtime: MTIME,
      forceDosTimestamp: true,
      compress: !stored.includes(name),
    });
  file.end();
  return buffer(file.outputStream);
};

export const tarball = async (files: Files): Promise<Buffer> => {
  const pack = tar.pack();
  for (const [name, content] of list(files)) pack.entry({ name, mtime: MTIME }, Buffer.from(content));
  pack.finalize();
  return buffer(pack);
};

/** The header's operating system is set to "unknown", since zlib writes the one it runs on. */
export const gzip = (content: string | Uint8Array): Buffer => {
  const packed = gzipSync(content, { level: 9 });
  packed[9] = 255;
  return packed;
};

/** PKWARE's traditional encryption (APPNOTE 6.1); weak, and what most encrypted zips in the wild still use. */
const encrypt = (plain: Uint8Array, password: string, header: Uint8Array): Buffer => {
  const keys = [0x12345678, 0x23456789, 0x34567890] as [number, number, number];
  const crcByte = (crc: number, byte: number): number => ~crc32(Buffer.from([byte]), ~crc >>> 0) >>> 0;
  const update = (byte: number): void => {
    keys[0] = crcByte(keys[0], byte);
    keys[1] = (Math.imul((keys[1] + (keys[0] & 0xff)) >>> 0, 134775813) + 1) >>> 0;
    keys[2] = crcByte(keys[2], keys[1] >>> 24);
  };
  for (const byte of Buffer.from(password)) update(byte);
  return Buffer.from(
    [...header, ...plain].map((byte) => {
      const half = (keys[2] | 2) & 0xffff;
      const cipher = byte ^ ((Math.imul(half, half ^ 1) >>> 8) & 0xff);
      update(byte);
      return cipher;
    }),
  );
};

/** A zip of one encrypted file, made from the plain zip of it: the entry's flag is set, and its bytes are replaced. */
export const encryptedZip = async (name: string, content: string, password: string, dice: Dice): Promise<Buffer> => {
  const plain = deflateRawSync(content);
  const sum = crc32(content);
  const cipher = encrypt(plain, password, Buffer.from([...dice.bytes(11), sum >>> 24]));
  const fixed = Buffer.alloc(26);
  fixed.writeUInt16LE(20, 0);
  fixed.writeUInt16LE(1, 2);
  fixed.writeUInt16LE(8, 4);
  fixed.writeUInt32LE(0x5c424000, 6);
  fixed.writeUInt32LE(sum, 10);
  fixed.writeUInt32LE(cipher.length, 14);
  fixed.writeUInt32LE(Buffer.byteLength(content), 18);
  fixed.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\x03\x04"), fixed, Buffer.from(name), cipher]);
  const central = Buffer.concat([Buffer.from("PK\x01\x02\x14\x00"), fixed, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06");
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, central, end]);
};
