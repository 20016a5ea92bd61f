/** Why a regex cannot be run here; its reason becomes the lint's. */
export class UnsupportedRegex extends Error {
  override readonly name = "UnsupportedRegex";
  readonly reason: string;
  constructor(reason: string, detail: string) {
    super(detail);
    this.reason = reason;
  }
}
