import ipaddr from "ipaddr.js";
import { isWord } from "../bytes.ts";
import { memo } from "../memo.ts";
import { type Mention, matchAt, type Stretch } from "../mention.ts";

const octet = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
const dotted = new RegExp(`^${octet}(?:\\.${octet}){3}$`);
const dottedAt = new RegExp(`${octet}(?:\\.${octet}){3}(?!\\w|\\.\\w)(?:/(\\d{1,2})(?![\\w/]|\\.\\w))?`, "y");
const colons =
  /(?:[0-9a-f]{0,4}:){2,8}(?:(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4})?(?:%[\w.-]{1,16})?(?:\/(\d{1,3})(?![\w./]))?/iy;

/** The address if the text is one in its usual form: four decimal numbers with no leading zeros. */
export const normalIpv4 = (text: string): string | undefined => (dotted.test(text) ? text : undefined);

/** Words before four numbers that make them a version or a section. */
const versionBefore =
  /(?:\b(?:version|ver|release|build|rev|revision|firmware|v|assembly|package|section|clause|chapter|figure|table|paragraph)["']?[ :=]{1,3}["']?|\bv|[A-Z][A-Za-z]+\/|[A-Za-z]-)$/i;

/** Words before an address that do not make a version of it. */
const addressBefore =
  /^(?:from|to|at|for|by|host|hostname|ips?|ipv4|address|addr|on|via|client|server|gateway|gw|and|or|is|are|was|dns|ping|nameserver|resolver|peer|remote|local|src|dst|source|dest|destination|router|proxy|inet|route|default|bind|listen|listening|connect|connected|connecting|connection|of|with|user|network|netmask|mask|between|dev|traceroute|lookup|query|block|blocked|deny|denied|allow|allowed|drop|accept|accepted|ban|banned|rhost|attacker|victim|node|in|the|a|error|info|warn|warning|debug|notice|get|post|put|head|c2|uses?|behind|through|against|range|subnet|scanned|scanning|login|ssh|http|https|ftp|tcp|udp|icmp|ntp|smtp|vpn|machine|target|origin|forwarded|x-forwarded-for|real-ip|nat|pool|contact|contacted|visited|reached|resolves|resolved|points|as|not|than|its|reply|request|seen|sender|relay|mx|ns|ptr|record|entry|static|dynamic|public|private|internal|external|new|old|primary|secondary|backup|web|db|mail|fallback|then|now)$/i;
const wordBefore = /([A-Za-z][\w.+-]*)[ _/-]$/;
/** Addresses that everyone knows, small as their numbers are. */
const wellKnown = /^(?:8\.8\.[48]\.[48]|1\.[01]\.[01]\.1|9\.9\.9\.\d{1,3}|4\.2\.2\.\d)$/;

/** `gtk 3.43.1.5`: small numbers after a name are a version. */
const isVersion = (text: string, stretch: Stretch, start: number): boolean => {
  if (Number.parseInt(text, 10) >= 16) return false;
  const [first = 0, , third = 0, fourth = 0] = text.split(".").map(Number);
  if (first === 10 || (third >= 32 && fourth >= 32) || wellKnown.test(text)) return false;
  const word = wordBefore.exec(stretch.chars.slice(Math.max(0, start - 32), start))?.[1];
  return word !== undefined && !addressBefore.test(word);
};

const network = (text: string): string | undefined => {
  if (!ipaddr.isValidCIDR(text)) return undefined;
  const [address, bits] = ipaddr.parseCIDR(text);
  const kind = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${kind.networkAddressFromCIDR(text).toString()}/${bits}`;
};

/** IPv4 address or CIDR block at the start of a token; four numbers after the word "version" or a product are neither. */
export const ipv4At = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(dottedAt, stretch.chars, start);
  if (!found) return undefined;
  const before = stretch.chars.slice(Math.max(0, start - 16), start);
  const bits = found[1];
  const end = start + found[0].length;
  if (bits === undefined && stretch.chars[end] !== ":" && versionBefore.test(before)) return undefined;
  const text = found[0];
  if (bits === undefined && stretch.chars[end] !== ":" && isVersion(text, stretch, start)) return undefined;
  if (bits !== undefined) {
    const value = network(text);
    if (value) return { kind: "cidr", value, start, end, confidence: 0.97 };
  }
  const address = bits === undefined ? text : text.slice(0, text.indexOf("/"));
  return { kind: "ipv4", value: address, start, end: start + address.length, confidence: 0.95 };
};

const normalIpv6 = memo((text: string): string | undefined =>
  ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toString() : undefined,
);

/** IPv6 address (RFC 5952 form as value) or CIDR block; `a::b` without a digit is a name in C++ or Ruby. */
export const ipv6At = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(colons, stretch.chars, start);
  if (!found) return undefined;
  let end = start + found[0].length;
  let text = found[0];
  if (text.endsWith(":") && !text.endsWith("::")) {
    text = text.slice(0, -1);
    end -= 1;
  }
  const next = stretch.bytes[end];
  if (text.length < 3 || isWord(next) || (next === 0x3a && isWord(stretch.bytes[end + 1]))) return undefined;
  if (isWord(stretch.bytes[start - 1]) || stretch.bytes[start - 1] === 0x3a) return undefined;
  if (!/[0-9a-f]{3}|^::1$/i.test(text)) return undefined;
  if (!/\d/.test(text) && text.split(":").length < 5) return undefined;
  if (found[1] !== undefined) {
    const value = network(text);
    return value ? { kind: "cidr", value, start, end, confidence: 0.97 } : undefined;
  }
  const value = normalIpv6(text);
  return value ? { kind: "ipv6", value, start, end, confidence: 0.95 } : undefined;
};
