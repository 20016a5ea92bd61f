import type { AddressInfo } from "node:net";
import { type Corrections, corrected } from "./fauxqs-corrections.ts";

export interface EmulatedQueuesAndObjects {
  endpoint: string;
  corrections: Corrections;
  stop(): Promise<void>;
}

/** SQS and S3 in this process, on loopback only (fauxqs's own start listens on every interface). */
export const startFauxqs = async (): Promise<EmulatedQueuesAndObjects> => {
  const { app, corrections } = await corrected();
  await app.listen({ port: 0, host: "127.0.0.1" });
  const { port } = app.server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, corrections, stop: () => app.close() };
};
