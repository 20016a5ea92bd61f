import { gzip } from "./containers.ts";
import { docx, png } from "./documents.ts";
import { attacker, ibans, iso, people, START } from "./world.ts";

/** A folder as someone keeps it: notes, a letter, a picture with its place, measurements. */
export const fieldNotes = async (): Promise<Record<string, string | Uint8Array>> => ({
  "2026-02-03 interview.md": `# Interview with ${people[0].name}\n\n*Berlin, 3 February 2026, 14:30*\n\nShe received the mail about the changed bank details on Monday and called ${people[2].name}\n(${people[2].phone}) at once. The link pointed to hxxps://login-portal[.]example[.]net and to ${attacker.ip}.\nNothing was paid; the right account is ${ibans[0]}.\n`,
  "letter to the bank.docx": await docx([
    "To whom it may concern,",
    `on 2 February 2026 we were asked to pay EUR 48,250.00 to an account that is not our supplier's. Please block it.`,
    `${people[0].name}, ${people[0].mail}, ${people[0].phone}`,
  ]),
  "photos/server-room.png": png(96, 64),
  "sensors/temperature.csv": [
    "time,room,celsius",
    ...Array.from(
      { length: 288 },
      (_, i) => `${iso(START + i * 300_000)},server room,${(21 + 6 * Math.abs(Math.sin(i / 40))).toFixed(1)}`,
    ),
    "",
  ].join("\n"),
  "sensors/door.log.gz": gzip(
    Array.from(
      { length: 40 },
      (_, i) => `${iso(START + i * 1_700_000)} door-3 ${i % 2 ? "closed" : "opened"} badge=${1000 + (i % 4)}\n`,
    ).join(""),
  ),
  "umlauts/Größe und Maß.txt": Buffer.from("\ufeffDie Tür war offen. Größe: 2,10 m × 0,95 m.\r\n", "utf16le"),
  "empty.txt": "",
});
