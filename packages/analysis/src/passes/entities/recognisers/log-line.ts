import { isDigit } from "../bytes.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";
import { registrable } from "./domain.ts";
import { ipv4At } from "./ip.ts";
import { hostMention, userMention } from "./login.ts";

const name = "[A-Za-z_](?:[\\w.$-]{0,62}[\\w$])?";
const fqdn = "[A-Za-z][\\w-]{0,62}(?:\\.[\\w-]{1,63}){0,4}";
const syslogHost = new RegExp(`\\]? (${fqdn}) [\\w./()-]{1,48}(?:\\[\\d{1,10}\\])?: `, "y");
const rfc5424Host = new RegExp(`\\]? (${fqdn}) [\\w./-]{1,48} (?:\\d{1,10}|-) [\\w-]{1,32} `, "y");
const accessLogUser = new RegExp(` \\S{1,64} (${name}) \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:`, "y");
const cronUser = new RegExp(`\\((${name})\\) (?:CMD|RELOAD|LIST|REPLACE|BEGIN|END)\\b`, "y");
const sudoUser = / : (?:TTY=|user NOT in sudoers|\d+ incorrect password)/y;
const leaseHost = new RegExp(` \\((${fqdn})\\) via `, "y");

const levels = /^(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|ERR|FATAL|CRITICAL|SEVERE|ALERT|EMERG|AM|PM|UTC|GMT)$/i;

/** The host after a log line's timestamp, as RFC 3164 and RFC 5424 place it; `after` is the timestamp's end. */
export const hostAfterTimestamp = (stretch: Stretch, after: number): Mention | undefined => {
  const found = matchAt(syslogHost, stretch.chars, after) ?? matchAt(rfc5424Host, stretch.chars, after);
  // A full domain name is found by itself, at its own place.
  if (!found || levels.test(found[1]!) || registrable(found[1]!)) return undefined;
  const start = after + found[0].indexOf(" ") + 1;
  return hostMention(stretch, start, start + found[1]!.length, 0.85);
};

/** The authenticated user of the Common Log Format, after the client's address and the identity. */
export const userAfterClient = (stretch: Stretch, after: number): Mention | undefined => {
  const found = matchAt(accessLogUser, stretch.chars, after);
  if (!found) return undefined;
  const end = after + found[0].lastIndexOf(" [");
  return userMention(stretch, end - found[1]!.length, end, 0.9);
};

/** `DHCPACK on … to 3c:5a:b4:12:34:56 (laptop) via eth0`; `after` is the hardware address's end. */
export const hostAfterMac = (stretch: Stretch, after: number): Mention | undefined => {
  const found = matchAt(leaseHost, stretch.chars, after);
  return found ? hostMention(stretch, after + 2, after + 2 + found[1]!.length, 0.85) : undefined;
};

/** `(root) CMD (…)` in cron's lines. */
export const cronUserAt = (stretch: Stretch, at: number): Mention | undefined => {
  const found = matchAt(cronUser, stretch.chars, at);
  return found ? userMention(stretch, at + 1, at + 1 + found[1]!.length, 0.9) : undefined;
};

/** `deploy : TTY=pts/0 ; …` in sudo's lines, where the token is the name. */
export const sudoUserAt = (stretch: Stretch, start: number, end: number): Mention | undefined =>
  matchAt(sudoUser, stretch.chars, end) ? userMention(stretch, start, end, 0.9) : undefined;

/** `ubuntu@192.0.2.61`: a login at an address that is no mailbox. */
export const loginAtAddress = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const at = stretch.chars.indexOf("@", start);
  if (at >= end || !isDigit(stretch.bytes[at + 1])) return undefined;
  const address = ipv4At(stretch, at + 1);
  if (!address || !/^[A-Za-z_][\w.-]*$/.test(stretch.chars.slice(start, at))) return address;
  // The scan goes on behind the name and finds the address again.
  return userMention(stretch, start, at, 0.75) ?? address;
};
