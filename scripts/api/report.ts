import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { root } from "../release/packages.ts";

export interface Entry {
  /** Such as `@torrent/core/aws`. */
  name: string;
  /** The folder of its package. */
  folder: string;
  /** Its built types, absolute. */
  types: string;
}

/** Names of entries as files: `torrent-core-aws`. */
export const fileNameOf = (name: string): string => name.replace("@", "").replaceAll("/", "-");

const compilerOptions = {
  target: "es2024",
  lib: ["es2024", "esnext.disposable", "dom"],
  module: "nodenext",
  moduleResolution: "nodenext",
  types: ["node"],
  strict: true,
  skipLibCheck: true,
};

/** What an entry exports, with signatures, from its built types. */
export const reportOf = ({ name, folder, types }: Entry, paths: Record<string, string[]>): string => {
  const temporary = mkdtempSync(join(tmpdir(), "torrent-api-"));
  try {
    mkdirSync(join(temporary, "reports"));
    const config = ExtractorConfig.prepare({
      configObject: {
        projectFolder: folder,
        mainEntryPointFilePath: types,
        newlineKind: "lf",
        compiler: { overrideTsconfig: { compilerOptions: { ...compilerOptions, paths }, files: [types] } },
        apiReport: {
          enabled: true,
          reportFileName: fileNameOf(name),
          reportFolder: join(temporary, "reports"),
          reportTempFolder: join(temporary, "reports"),
          includeForgottenExports: false,
        },
        docModel: { enabled: false },
        dtsRollup: { enabled: false },
        tsdocMetadata: { enabled: false },
        messages: {
          compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          extractorMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
          tsdocMessageReporting: { default: { logLevel: ExtractorLogLevel.None } },
        },
      },
      configObjectFullPath: undefined,
      packageJsonFullPath: join(folder, "package.json"),
    });
    Extractor.invoke(config, {
      localBuild: true,
      messageCallback: (message) => {
        message.handled = true;
      },
    });
    return readFileSync(join(temporary, "reports", `${fileNameOf(name)}.api.md`), "utf8").replaceAll(root, "");
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
};
