/** Hours east of UTC of zone names that logs use. Names with several meanings (IST, CST of China) have their most frequent one. */
const hours: Record<string, number> = {
  ...{
    Z: 0,
    UTC: 0,
    GMT: 0,
    UT: 0,
    WET: 0,
    WEST: 1,
    BST: 1,
    CET: 1,
    MEZ: 1,
    CEST: 2,
    MESZ: 2,
    EET: 2,
    EEST: 3,
    MSK: 3,
    SAST: 2,
  },
  ...{
    IST: 5.5,
    PKT: 5,
    ICT: 7,
    WIB: 7,
    HKT: 8,
    SGT: 8,
    AWST: 8,
    JST: 9,
    KST: 9,
    AEST: 10,
    AEDT: 11,
    NZST: 12,
    NZDT: 13,
  },
  ...{
    NST: -3.5,
    BRT: -3,
    ART: -3,
    AST: -4,
    ADT: -3,
    EST: -5,
    EDT: -4,
    CST: -6,
    CDT: -5,
    MST: -7,
    MDT: -6,
    PST: -8,
    PDT: -7,
  },
  ...{ AKST: -9, AKDT: -8, HST: -10 },
};

export const zonePattern = `Z\\b|[+-]\\d\\d:?\\d\\d\\b|\\b(?:${Object.keys(hours).join("|")})\\b`;

/** Minutes east of UTC in `+0130`, `-07:00`, `CEST` or `Z`; a time without a zone is taken as UTC. */
export const zoneMinutes = (text: string | undefined): number => {
  if (text === undefined || text === "Z") return 0;
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(text);
  if (match) return (match[1] === "-" ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
  return (hours[text] ?? 0) * 60;
};
