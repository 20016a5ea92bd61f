import { type Choreography, isChoreography } from "./define-choreography.ts";

/** The variable that names the module of the choreography, for processes that load it themselves. */
export const CONFIG_VARIABLE = "TORRENT_CONFIG";

/**
 * Imports a module and takes its default export for the choreography.
 *
 * @throws TypeError that names the module, where it cannot be imported or exports something else.
 */
export const loadChoreography = async (module: string): Promise<Choreography> => {
  let loaded: { default?: unknown };
  try {
    loaded = (await import(module)) as { default?: unknown };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new TypeError(`${module} cannot be loaded: ${message}`, { cause });
  }
  if (isChoreography(loaded.default)) return loaded.default;
  throw new TypeError(`${module} has no choreography; write "export default defineChoreography({ … })" in it`);
};

type Environment = Readonly<Record<string, string | undefined>>;

/** The choreography as it is where a process runs: `TORRENT_RETRY_SECONDS` shortens the waits of one machine, which has no outages. */
export const asDeployed = (
  choreography: Choreography,
  { TORRENT_RETRY_SECONDS: seconds }: Environment,
): Choreography => {
  if (seconds === undefined || seconds === "") return choreography;
  const retrySeconds = Number(seconds);
  if (!(retrySeconds >= 1 && retrySeconds <= 600))
    throw new TypeError(`TORRENT_RETRY_SECONDS is "${seconds}"; it must be a number from 1 to 600`);
  return { ...choreography, topology: { ...choreography.topology, retrySeconds } };
};

/** The choreography that the environment names. */
export const choreographyFrom = async (env: Environment): Promise<Choreography> => {
  const module = env[CONFIG_VARIABLE];
  if (!module) throw new TypeError(`${CONFIG_VARIABLE} is not set; set it to the address of torrent.config.ts`);
  return asDeployed(await loadChoreography(module), env);
};
