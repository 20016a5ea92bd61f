import type { Definition } from "../definition/definition.ts";
import { assignments } from "./assignments.ts";
import { shellCommands } from "./commands-shell.ts";
import { windowsCommands } from "./commands-windows.ts";
import { programErrors } from "./errors-programs.ts";
import { systemErrors } from "./errors-systems.ts";
import { files } from "./files.ts";
import { codeInjection } from "./injection-code.ts";
import { webInjection } from "./injection-web.ts";
import { keys } from "./keys.ts";
import { passwords } from "./passwords.ts";
import { personal } from "./personal.ts";
import type { PackRule } from "./rule.ts";
import { aiTokens, appTokens, walletKeys } from "./tokens-apps.ts";
import { cloudTokens } from "./tokens-cloud.ts";
import { codeTokens } from "./tokens-code.ts";
import { serviceTokens } from "./tokens-service.ts";
import { toolTokens } from "./tokens-tools.ts";

export { expandExample, type PackRule } from "./rule.ts";

/** The project's own rules, by subject. */
export const packs: Readonly<Record<string, readonly PackRule[]>> = {
  cloudTokens,
  codeTokens,
  serviceTokens,
  toolTokens,
  appTokens,
  aiTokens,
  walletKeys,
  keys,
  passwords,
  assignments,
  personal,
  shellCommands,
  windowsCommands,
  webInjection,
  codeInjection,
  programErrors,
  systemErrors,
  files,
};

export const ownDefinitions = (): Definition[] =>
  Object.values(packs).flatMap((rules) => rules.map((rule) => rule.definition));
