/** ASCII signs that tell a token's neighbours apart. */
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const DOLLAR = 0x24;
export const PERCENT = 0x25;
export const OPEN = 0x28;
export const SLASH = 0x2f;
export const COLON = 0x3a;
export const EQUALS = 0x3d;
export const OPEN_SQUARE = 0x5b;
export const BACKSLASH = 0x5c;
export const OPEN_CURLY = 0x7b;
/** Leads the UTF-8 of `°`, `£`, `¥`, and of `€`, `′`, `″`. */
export const LATIN_SIGN = 0xc2;
export const SIGN = 0xe2;
