import { type Mention, matchAt, type Stretch, textOf } from "../mention.ts";
import { registrable } from "./domain.ts";
import { normalIpv4 } from "./ip.ts";

const keyed =
  /(?:["']?\s{0,2}=\s{0,2}|["']\s{0,2}:\s{0,2}|:\s{1,4})\\?(["']?)([A-Za-z_](?:[\w.\\$-]{0,62}[\w$])?)(?![\w@(:%]|[-.]\w)/y;
const authenticated = / (?:invalid user |illegal user )?([A-Za-z_](?:[\w.$-]{0,62}[\w$])?) (?:from|on) (?=[\w:/])/y;
const session = / ([A-Za-z_](?:[\w.$-]{0,62}[\w$])?)(?= from | by |\(uid|, | \(| \d|\.?(?:$|[\r\n]))/y;
const account = / Name:[ \t]{1,8}([A-Za-z_](?:[\w.$-]{0,62}[\w$])?)(?=\s|$)/y;
const domainUser = /([A-Z][A-Z0-9-]{1,14})\\{1,2}([A-Za-z_](?:[\w.-]{0,62}\w))(?![\w\\])/y;
const userKeys =
  /^(?:user|username|user_name|user\.name|usr|login|logname|ruser|suser|duser|uname|samaccountname|targetusername|subjectusername|account|acct|logon_user|remote_user)$/i;
const hostKeys =
  /^(?:host|hostname|host_name|host\.name|server|servername|machine|node|computer|computername|workstation|dhost|shost|rhost|nodename|instance_host)$/i;

/** What stands in the place of a name and is none. */
const nothing = new Set(
  "null none nil undefined true false unknown anonymous n id name names user users username password email agent type role data object string int integer text the a an is was not no yes has and or with in to for of by from on off this that self str any all default required optional account login host server get set new then than there here also only should must can may will would could when where which who whose whom".split(
    " ",
  ),
);

/** What programs write where a name could stand. */
const codeWords = new Set(
  "await async return yield typeof instanceof void delete function lambda let var const if else elif for while import from require def class super throw try catch raise assert print echo sizeof struct enum extern static public private protected final abstract override virtual auto self this cls args argv arg kwargs options opts config env process os sys value key parent node child item event request req response res session context ctx object obj params props state".split(
    " ",
  ),
);
/** What is said of users in general: `for user input from …`. */
const afterUser = new Set(
  "authentication authorization authorisation input interface experience space mode level specified defined supplied provided friendly requests request sessions session errors error profile settings guide manual database databases agents agent groups group permissions permission rights role roles management manager table tables list record records identity information info details feedback support story stories code functions function programs program process processes namespace namespaces credentials logins privileges access accounts creation registration activity activities actions action reports".split(
    " ",
  ),
);

/** Names that end as adverbs do. */
const names = new Set(
  "emily sally kelly molly polly holly billy willy carly shelly ally lily milly tilly ully beverly kimberly everly".split(
    " ",
  ),
);

const isMember = (text: string): boolean => codeWords.has(text.slice(0, text.indexOf(".")).toLowerCase());

const registryRoots = /^(?:HK[A-Z]+|NT)$/;

export const userMention = (stretch: Stretch, start: number, end: number, confidence: number): Mention | undefined => {
  const text = textOf(stretch, start, end);
  // Two letters and two digits begin an IBAN: the account is a bank's.
  if (nothing.has(text.toLowerCase()) || text.length < 2 || /^[A-Z]{2}\d{2}/.test(text)) return undefined;
  // `the user carefully reads`: an adverb.
  if (confidence > 0.85 && /^[a-z]{4,}ly$/.test(text) && !names.has(text)) return undefined;
  return { kind: "username", value: text.toLowerCase(), start, end, confidence };
};

export const hostMention = (stretch: Stretch, start: number, end: number, confidence: number): Mention | undefined => {
  const text = textOf(stretch, start, end);
  if (nothing.has(text.toLowerCase()) || text.length < 2 || normalIpv4(text)) return undefined;
  const domain = registrable(text);
  if (domain) return { kind: "domain", value: domain.ascii, start, end, confidence: 0.95 };
  return { kind: "host", value: text.toLowerCase(), start, end, confidence };
};

/** `user=alice`, `"username": "alice"`, `host=db01`: a key that says what its value is, where the token is the key. */
export const loginAtKey = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const key = stretch.chars.slice(start, end);
  const user = userKeys.test(key);
  if (!user && !hostKeys.test(key)) return undefined;
  const found = matchAt(keyed, stretch.chars, end);
  if (!found) return /^(?:account|workstation|computer)$/i.test(key) ? afterName(stretch, end, user) : undefined;
  const bare = found[1] === "";
  // `user = args.user`, `host = node.parent`: what code assigns.
  if (bare && found[2]!.includes(".") && (/^\s=\s/.test(found[0]) || isMember(found[2]!)) && !registrable(found[2]!))
    return undefined;
  if (bare && codeWords.has(found[2]!.toLowerCase())) return undefined;
  // Unquoted after a colon and a space is how prose and type declarations read too.
  if (
    bare &&
    /^:/.test(found[0]) &&
    /[a-z]$/.test(key) &&
    /^\s[a-z]/.test(stretch.chars.slice(end + found[0].length, end + found[0].length + 2))
  ) {
    if (!/[\d_.-]/.test(found[2]!)) return undefined;
  }
  const to = end + found[0].length;
  const from = to - found[2]!.length;
  const slash = found[2]!.lastIndexOf("\\");
  return user ? userMention(stretch, from + slash + 1, to, 0.85) : hostMention(stretch, from, to, 0.8);
};

/** `Account Name:  svc_backup`, as Windows writes its security log. */
const afterName = (stretch: Stretch, end: number, user: boolean): Mention | undefined => {
  const found = matchAt(account, stretch.chars, end);
  if (!found) return undefined;
  const to = end + found[0].length;
  return (user ? userMention : hostMention)(stretch, to - found[1]!.length, to, 0.9);
};

/** `Failed password for invalid user admin from …`, where the token is `for`. */
export const loginAfterFor = (stretch: Stretch, end: number): Mention | undefined => {
  const found = matchAt(authenticated, stretch.chars, end);
  if (!found) return undefined;
  if (
    !/(?:password|publickey|keyboard-interactive\S*|hostbased|authentication|auth|login|logon|logged in|attempts|none|failed|gssapi\S*|failures?|exceeded) for$/i.test(
      stretch.chars.slice(Math.max(0, end - 40), end),
    )
  )
    return undefined;
  const name = found[1]!;
  const from = end + found[0].indexOf(name, found[0].includes("user ") ? found[0].indexOf("user ") + 5 : 0);
  return userMention(stretch, from, from + name.length, 0.95);
};

/** `session opened for user root`, `Invalid user admin from …`, where the token is `user`. */
export const loginAfterUser = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const found = matchAt(session, stretch.chars, end);
  if (
    !found ||
    afterUser.has(found[1]!.toLowerCase()) ||
    !/(?:\bfor |\bof |invalid |illegal |\bas |authenticating )$/i.test(
      stretch.chars.slice(Math.max(0, start - 16), start),
    )
  )
    return undefined;
  return userMention(stretch, end + 1, end + 1 + found[1]!.length, 0.9);
};

/** `CORP\jdoe`, where the token is the domain. */
export const domainUserAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(domainUser, stretch.chars, start);
  if (!found || registryRoots.test(found[1]!) || /[\\/]/.test(stretch.chars[start - 1] ?? "")) return undefined;
  const end = start + found[0].length;
  return { kind: "username", value: found[2]!.toLowerCase(), start: end - found[2]!.length, end, confidence: 0.8 };
};
