import type { Server } from "node:http";
import { createRequire } from "node:module";
import { freePort, startServer } from "./process.ts";

export type DynamoKind = "dynoxide" | "dynalite";

export interface EmulatedDynamo {
  kind: DynamoKind;
  endpoint: string;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);

const dynoxideBinary = (): string | undefined => {
  try {
    return require.resolve("@dynoxide/linux-x64/dynoxide");
  } catch {
    return undefined;
  }
};

/** Dynoxide has a build for Linux on x64 only; dynalite runs everywhere and lacks more. */
export const dynamoKinds = (): DynamoKind[] => (dynoxideBinary() ? ["dynoxide", "dynalite"] : ["dynalite"]);

const dynoxide = async (binary: string): Promise<EmulatedDynamo> => {
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const { stop } = await startServer(binary, ["serve", "--host", "127.0.0.1", "--port", String(port)], endpoint);
  return { kind: "dynoxide", endpoint, stop };
};

const dynalite = async (): Promise<EmulatedDynamo> => {
  const make = require("dynalite") as (options: object) => Server;
  const server = make({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("dynalite listens on no port");
  return {
    kind: "dynalite",
    endpoint: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
};

export const startDynamo = async (kind?: DynamoKind): Promise<EmulatedDynamo> => {
  const binary = kind === "dynalite" ? undefined : dynoxideBinary();
  if (kind === "dynoxide" && !binary)
    throw new Error("@dynoxide/linux-x64 is not installed (it runs on Linux x64 only)");
  return binary ? dynoxide(binary) : dynalite();
};
