import { domainToASCII } from "node:url";
import { parse } from "tldts";
import { memo } from "../memo.ts";
import { type Mention, type Stretch, textOf } from "../mention.ts";

/**
 * Top-level domains that are file extensions, method or property names more often than domains: a bare two-label name
 * under one of them needs evidence around it.
 */
const mistakable = new Set(
  (
    "am app as auto best bin build call camp care case cat cc cf channel codes country cpa data date day deal desi diy do " +
    "docs download draw et events exchange faith fast film finance fit fm foo form forum fun game gd gl go gs guide help " +
    "hm host how ht id inc info ing int is js la law lb lc live limited link loan locker ls lt map md media men mk ml mm " +
    "mobi monster mov ms mu name navy network new news next now nr ong open page parts ph pics play plus pm post press " +
    "properties ps pub py rar read red rent report review rs run sale save sb sc science sd search select sh show sl so " +
    "space st style su sucks support sv systems target tc td team test tf th tips tl tm tn to tools top total town " +
    "trade training ac ad ag ai al aq ar arab art asia az band bar bb bd bg bh bi bid bike bio blog blue boo book box bs bt buzz bw by bz cab cafe cards cash cd center chat ci city ck cl click cloud " +
    "club cm code coffee community company computer cool cr credit cu cv cw cx cy dad data date dental design digital direct dj dm dog domains eat ec education ee eg energy er et expert fail fan farm " +
    "feedback fj fk fo ga gallery gb ge gift gives glass global gm gn gold golf gp gq graphics gt gu gy hair hn holiday hosting house hr icu il im in industries ink institute international investments iq ir " +
    "je jm jo jobs kg ki kim km kn kp kw ky kz la land lease legal life lighting lk loans lr luxe lv ma management market marketing mc mg mh mls moda moe money mp mq mr mt mv mw mz na nc ne nf " +
    "ng ngo ni nu observer one online ooo organic pa pe pet pg photo photos pics pictures pizza pk place plumbing pn pr pro productions property ps pub pw qa re repair replacement report rich room " +
    "rs-x rw sa sale school sd services shop show singles site ski skin sl sm smile sn social software solar solutions sr ss storage store stream studio study supply support surf sx sy sz tab tax tc team tech technology " +
    "tienda tj tk today tokyo tool tours toys trust tube tz university uno uy uz ve versicherung vg villas vip visa voting voyage vu wang wiki win works world ws wtf xxx ye yoga yt yu zm zw " +
    "trade training tt va vc vi video vision watch work wf zero zip zone"
  ).split(" "),
);

/** First labels of names written in reverse, as packages and bundles are: `com.example.app`, `org.apache.kafka`. */
const reversed = new Set("com org net edu gov io java javax javafx sun jdk kotlin scala akka android".split(" "));
const rootLike = /\.(?:com|org|net|edu|gov|mil)$/;

/** Names that programs give to things whose properties they name: `self.stream`, `args.user`. */
const objects = new Set(
  (
    "self this that cls args argv arg kwargs opts options config conf cfg settings req request res resp response ctx context obj object node event evt err error data item items el elem element props state store " +
    "params param query body user session process os sys window document module parent root child children match result value key keys list map set array str string num math json date console logger log file path dir " +
    "buf buffer stream socket server client conn cursor db row col table index idx src dst tmp temp info meta exports import require np pd tf plt torch django flask app route router model view controller service " +
    "token lexer parser ast type types util utils helper helpers test tests spec mock fixture page form field button input label widget frame canvas image img video audio player game scene world entity config-name makefile configure"
  ).split(" "),
);

const label =
  /^(?:_[a-z0-9-]+\.)*(?:[a-z0-9\x80-\uffff](?:[a-z0-9\x80-\uffff-]{0,61}[a-z0-9\x80-\uffff])?\.)+[a-z\x80-\uffff][a-z0-9\x80-\uffff-]*$/;

export interface Host {
  /** Lower-case, in Punycode where it is international. */
  ascii: string;
  labels: number;
  suffix: string;
}

/** The host if its last labels are on the public suffix list's ICANN part and one more label stands before them. */
export const registrable = memo((text: string): Host | undefined => {
  const lower = text.toLowerCase();
  if (lower.length > 253 || !label.test(lower)) return undefined;
  const ascii = domainToASCII(lower);
  if (ascii === "") return undefined;
  const parsed = parse(ascii, { allowPrivateDomains: false });
  if (!parsed.isIcann || !parsed.domain || !parsed.publicSuffix) return undefined;
  return { ascii, labels: ascii.split(".").length, suffix: parsed.publicSuffix };
});

const wellCased = (text: string, suffix: string): boolean =>
  text === text.toLowerCase() ||
  (text === text.toUpperCase() && text.length > 6) ||
  (/^(?:com|org|net|edu|gov|mil)$/.test(suffix) && /\.[a-z]+$/.test(text));

/** Words before a name that say it is one. */
const announced =
  /(?:\b(?:domain|host|hostname|server|server_name|site|website|fqdn|sni|dns|zone|vhost|referer|mx|cname|ns|lookup|resolve[sd]?|resolving|visit|ping|query|query\[[A-Z]+\]|dig|nslookup|whois)\b["']?\s{0,2}[:=]?\s{0,2}["']?|\/\/)$/i;

/** A bare domain name in a token with dots; `undefined` where the dots are of a file name, a property, a package. */
export const domainIn = (stretch: Stretch, start: number, end: number): Mention | undefined => {
  const text = textOf(stretch, start, end);
  const host = registrable(text);
  if (!host || !wellCased(text, host.suffix)) return undefined;
  const next = stretch.chars[end];
  if (next === "(" || next === "\\" || next === "$") return undefined;
  const ascii = host.ascii;
  const first = ascii.slice(0, ascii.indexOf("."));
  if (reversed.has(first) && !rootLike.test(ascii)) return undefined;
  if (objects.has(first) && host.labels === 2 && !/^(?:com|org|net)$/.test(host.suffix)) return undefined;
  // `self.bg = "red"`, `row.id[0]`
  if (/^(?:\s?[-+*|&]?=(?!["'>\w])\s?|\[|\+\+)/.test(stretch.chars.slice(end, end + 3)) && !rootLike.test(ascii))
    return undefined;
  const tld = ascii.slice(ascii.lastIndexOf(".") + 1);
  const evident = host.labels > 2 && !mistakable.has(host.suffix);
  let confidence = evident || !mistakable.has(tld) ? 0.9 : 0.7;
  if (!evident && mistakable.has(host.suffix)) {
    const before = stretch.chars.slice(Math.max(0, start - 24), start);
    if (!announced.test(before) && first !== "www") return undefined;
    confidence = 0.7;
  }
  return { kind: "domain", value: ascii, start, end, confidence };
};
