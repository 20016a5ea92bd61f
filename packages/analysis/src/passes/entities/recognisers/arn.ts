import { type Mention, matchAt, type Stretch } from "../mention.ts";
import { trimmedLength } from "./url.ts";

/** `arn:partition:service:region:account-id:resource`, as in the AWS General Reference, "Amazon Resource Names". */
const form =
  /arn:aws[a-z-]{0,16}:[a-z0-9-]{1,40}:(?:[a-z]{2}(?:-[a-z]+){1,3}-\d{1,2}|\*)?:(?:\d{12}|aws|\*)?:[\w+=,.@\-/:*?${}#]{1,1011}/y;

export const arnAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(form, stretch.chars, start);
  if (!found) return undefined;
  const length = trimmedLength(found[0].replace(/\*$/, "\u0000"));
  const end = start + length;
  return { kind: "arn", value: found[0].slice(0, length), start, end, confidence: 0.98 };
};
