import type { Report } from "./report.ts";

/** Formats that hold files or texts which nothing here reads, by how they begin. */
const formats: readonly [string, number, string, string][] = [
  ["outlook-store", 0, "!BDN", "a mailbox of Outlook (PST, OST): export its mails"],
  ["access", 4, "Standard Jet DB", "a database of Microsoft Access: export its tables"],
  ["access", 4, "Standard ACE DB", "a database of Microsoft Access: export its tables"],
  ["evtx", 0, "ElfFile\0", "an event log of Windows: export it as XML or CSV"],
  ["onenote", 0, "\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d", "a notebook of OneNote: export its pages"],
  ["notes-store", 0, "\x1a\0\0\x04\0\0", "a database of Lotus Notes: export its documents"],
  ["tnef", 0, "\x78\x9f\x3e\x22", "attachments in Outlook's own form (winmail.dat)"],
  ["iso", 32_769, "CD001", "an image of a disc: send its files"],
  ["vmdk", 0, "KDMV", "a virtual disk: send its files"],
  ["qcow", 0, "QFI\xfb", "a virtual disk: send its files"],
  ["vhdx", 0, "vhdxfile", "a virtual disk: send its files"],
  ["vhd", 0, "conectix", "a virtual disk: send its files"],
  ["luks", 0, "LUKS\xba\xbe", "an encrypted disk"],
  ["pcap", 0, "\xd4\xc3\xb2\xa1", "captured network traffic: only its bytes were searched"],
  ["pcap", 0, "\xa1\xb2\xc3\xd4", "captured network traffic: only its bytes were searched"],
  ["pcapng", 0, "\x0a\x0d\x0d\x0a", "captured network traffic: only its bytes were searched"],
  ["registry-hive", 0, "regf", "a hive of the Windows registry: export it as text"],
  ["keepass", 0, "\x03\xd9\xa2\x9a", "a store of passwords, encrypted"],
  ["hdf5", 0, "\x89HDF\r\n\x1a\n", "scientific data (HDF5): export its tables"],
  ["avro", 0, "Obj\x01", "records of Avro: export them as JSON"],
  ["orc", 0, "ORC", "a table of ORC: export it as Parquet or CSV"],
];

/** Names a format whose contents were not read, so that nobody takes silence for absence. */
export const flagUnread = (head: Buffer, report: Report): string | undefined => {
  const known = formats.find(([, at, mark]) => head.toString("latin1", at, at + mark.length) === mark);
  if (!known) return undefined;
  const [format, , , what] = known;
  report.find({ rule: "contents-not-read", title: `The contents were not read: ${what}`, severity: "low", start: 0 });
  return format;
};
