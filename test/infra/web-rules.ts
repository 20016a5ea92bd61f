import { existsSync } from "node:fs";
import { type Graph, lambdaOf, ofType, packagesBucket } from "./graph.ts";

type Rule = (graph: Graph) => string[];

const said = (wrong: unknown, sentence: string): string[] => (wrong ? [sentence] : []);
const permanent = ({ stage }: Graph): boolean => ["production", "staging"].includes(stage);

/** CloudFront's own, with HSTS and frames of the same origin only. */
const MANAGED_SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03";

export const securityHeaders = (graph: Graph) =>
  ofType(graph, "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy")[0]?.inputs.securityHeadersConfig;

const headers: Rule = (graph) => {
  const distributions = ofType(graph, "aws:cloudfront/distribution:Distribution");
  const policy = securityHeaders(graph);
  const csp: string = policy?.contentSecurityPolicy?.contentSecurityPolicy ?? "";
  return [
    ...said(distributions.length !== 1, `${distributions.length} distributions`),
    ...distributions.flatMap(({ name, inputs }) => {
      const id = inputs.defaultCacheBehavior.responseHeadersPolicyId;
      return said(permanent(graph) ? !id : id !== MANAGED_SECURITY_HEADERS, `${name} adds no security headers`);
    }),
    ...(permanent(graph)
      ? [
          ...said(!csp.includes("default-src 'none'"), "The dashboard has no content security policy"),
          ...said(!csp.includes("frame-ancestors 'none'"), "The dashboard may be framed"),
          ...said(
            !csp.includes(`https://${packagesBucket(graph)?.inputs.bucket}.s3.`),
            "The dashboard may not upload to its bucket",
          ),
          // CloudFront's quota for the value.
          ...said(csp.length > 1783, `The content security policy has ${csp.length} characters`),
          ...said(
            !(policy?.strictTransportSecurity?.accessControlMaxAgeSec >= 31_536_000),
            "Browsers may reach the dashboard without TLS",
          ),
          ...said(policy?.contentSecurityPolicy?.override !== false, "What the API says of its own answers is lost"),
        ]
      : []),
  ];
};

const timeouts: Rule = (graph) => {
  const keys = graph.resources.filter(({ name }) => name.includes("ApiRouteKey"));
  const { timeout } = lambdaOf(graph, "api").inputs;
  return keys.length === 0
    ? ["The API is not behind the router"]
    : keys.flatMap(({ inputs }) => {
        const read = JSON.parse(inputs.entries.metadata).origin?.timeouts?.readTimeout;
        return said(read !== timeout, `CloudFront waits ${read ?? 20} s for an API that may take ${timeout} s`);
      });
};

const uploads: Rule = (graph) => {
  const own = ofType(graph, "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration").filter(
    ({ inputs }) => inputs.bucket === packagesBucket(graph)?.inputs.bucket,
  );
  const origins: string[] = own.flatMap(({ inputs }) =>
    inputs.corsRules.flatMap((rule: { allowedOrigins: string[] }) => rule.allowedOrigins),
  );
  return [
    ...said(!origins.some((origin) => origin.endsWith(".cloudfront.net")), "The dashboard may not upload"),
    ...said(origins.includes("*"), "Any page may upload"),
    ...said(
      graph.dev !== origins.includes("http://127.0.0.1:5173"),
      graph.dev ? "The dashboard under sst dev may not upload" : "A page on 127.0.0.1 may upload to a deployed stage",
    ),
  ];
};

/** `sst dev` runs no hook after a build: what a bundle needs beside it is copied there. */
const parsers: Rule = (graph) => {
  if (!graph.dev) return [];
  const analyze = graph.targets.find(({ functionID }) => functionID.endsWith("Analyze"));
  return said(
    !analyze?.copyFiles?.some(({ to }) => to === "structure-parsers.mjs"),
    "ANALYZE under sst dev has no parsers: it fails on every PDF and Office file",
  );
};

/** The API serves the modules of a choreography's panels from its own bundle. */
const panels: Rule = (graph) => {
  const { TORRENT_PANELS: folder } = lambdaOf(graph, "api").inputs.environment.variables;
  const copied = [...graph.builds, ...graph.targets]
    .filter(({ functionID }) => functionID.endsWith("Api"))
    .flatMap(({ copyFiles = [] }) => copyFiles);
  return [
    ...said(folder && copied.length === 0, "The dashboard's panels are not in the API's bundle"),
    ...copied.flatMap(({ from, to }) => [
      ...said(!existsSync(from), `${from} does not exist`),
      ...said(!to.startsWith(`${folder}/`), `${to} is not where the API looks for panels`),
    ]),
  ];
};

const devServers: Rule = (graph) => {
  if (!graph.dev) return [];
  const { TorrentDashboard: dashboard, TorrentWorker: worker } = graph.commands;
  return [
    ...said(!dashboard?.command?.includes("vite"), "sst dev serves no dashboard"),
    ...said(
      !dashboard?.environment?.TORRENT_API?.includes(".cloudfront.net"),
      "The dashboard under sst dev asks this machine's API, and not the stage's",
    ),
    ...said(!worker?.command, "sst dev does not know how to run the worker"),
  ];
};

export const webRules: Record<string, Rule> = {
  "sends security headers with every file of the dashboard": headers,
  "waits for the API as long as it may take": timeouts,
  "takes uploads from the dashboard's pages only, wherever they are served": uploads,
  "serves the dashboard under sst dev with the stage's API, and runs the worker": devServers,
  "ships the modules of the choreography's panels with the API": panels,
  "puts the parsers beside ANALYZE under sst dev": parsers,
};
