/// <reference path="../../../.sst/platform/config.d.ts" />

// Two choreographies in one app: one in the network, bucket and domain that the team has already, one with everything changed by
// transforms. Evaluated by component.test.ts.
import type { Transforms } from "@torrent/sst";

export default $config({
  app: () => ({ name: "team", home: "aws", removal: "retain", providers: { aws: { version: "7.20.0" } } }),
  async run() {
    const { Torrent } = await import("@torrent/sst");
    const tokens = new sst.Secret("ApiTokens");
    const common = {
      worker: { image: { context: ".", dockerfile: "packages/worker/Dockerfile" } },
      dashboard: false as const,
      tokens,
    };

    const bucket = new sst.aws.Bucket("Archive");
    const invoices = new Torrent("Invoices", {
      ...common,
      choreography: "test/infra/apps/invoices.config.ts",
      secrets: { bureau: new sst.Secret("Bureau", "value") },
      bucket,
      notifications: false,
      network: { id: "vpc-team", subnets: ["subnet-a", "subnet-b"], securityGroups: ["sg-team"] },
      domain: { name: "invoices.example.org", dns: false, cert: "arn:aws:acm:us-east-1:123456789012:certificate/1" },
      emails: ["ops@example.org"],
    });

    /** Every kind is called once for each of its resources. */
    const called: string[] = [];
    const counting = (kind: string) => (_args: unknown, opts: { transformations?: unknown[] }) => {
      called.push(kind);
      opts.transformations = [];
    };
    const kinds = new Proxy({}, { get: (_, kind) => counting(String(kind)) }) as Transforms;
    new Torrent("Logs", {
      ...common,
      choreography: "torrent.config.ts",
      dashboard: {
        path: "packages/web",
        build: { command: "npm run -s build", output: "dist/dashboard" },
        dev: { command: "npx vite", url: "http://127.0.0.1:5173" },
      },
      emails: ["ops@example.org"],
      transform: kinds,
    });
    return { url: invoices.url, called };
  },
});
