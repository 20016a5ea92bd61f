import { expandExample } from "@torrent/patterns";
import { describe, expect, it } from "vitest";
import { maskText, ownDatabase } from "../../src/passes/patterns/index.ts";

describe("masking a text", () => {
  it("leaves out every secret that a rule sees, and nothing else", async () => {
    const database = await ownDatabase();
    const key = expandExample("AKIA<upper:16>");
    expect(maskText(database, `é user bob password=Qw7rty9Zx key ${key} end`)).toBe("é user bob password=… key … end");
    expect(maskText(database, "nothing of the kind")).toBe("nothing of the kind");
  });
});
