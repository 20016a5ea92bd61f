const { existsSync, readdirSync, readFileSync } = require("node:fs");

/**
 * The house that this holds: core knows nobody, analysis knows core and its two libraries, functions, worker, web and local know
 * core only, and `torrent.config.ts`, the command and `infra/` join them. See CONTRIBUTING.md, "Import rules".
 */
const pure = "^packages/core/src/(?!aws/|testing/)";
const only = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

/** Whatever ships: not tests, benchmarks and scripts. */
const shipped = "^(packages/[^/]+/(src|bin|dashboard)/|infra/|torrent\\.config\\.ts$)";

/** Files that a package exports, by its package.json. */
const entriesOf = (name) => {
  const file = `packages/${name}/package.json`;
  if (!existsSync(file)) return [];
  const { exports = {} } = JSON.parse(readFileSync(file, "utf8"));
  const sources = Object.values(exports).map((target) => target["@torrent/source"] ?? target);
  return sources.map(
    (source) => `${name}/${source.replace(/^\.\//, "").replaceAll(".", "\\.").replace("*", "[^/]+")}$`,
  );
};
const entries = readdirSync("packages").flatMap(entriesOf).join("|");

/** A package's source, or its dashboard, and the packages that it may import. */
const house = (name, knows, comment) =>
  only(
    `${name}-imports-${knows.join("-and-") || "no-package"}`,
    comment,
    { path: `^packages/${name}/(src|bin)/` },
    { path: `^packages/(?!(${[name, ...knows].join("|")})/)` },
  );

module.exports = {
  forbidden: [
    only(
      "no-cycles",
      "A ring of modules has no first one to read.",
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    ),
    only(
      "core-is-pure",
      "Core's logic imports itself, zod/mini and node:crypto; no SDK, no file system, no framework.",
      { path: pure },
      { path: "^(?!packages/core/src/(?!aws/|testing/)|node_modules/zod/(mini|v4/core|v4/locales)/|(node:)?crypto$)" },
    ),
    only(
      "small-zod-only",
      "What is in a function's bundle writes its schemas in zod/mini, see docs/adr/0011.",
      { path: "^packages/(core|analysis|patterns|functions|web)/src/" },
      { path: "^node_modules/zod/(?!(mini|v4/locales)/)" },
    ),
    only(
      "adapters-import-ports",
      "An adapter implements a port; it never calls a stage, and never reads through an entry.",
      { path: "^packages/core/src/aws/" },
      {
        path: "^packages/core/src/((stages|reduce|results|tally|priority|decomposers|subscribers|topology|cost|testing)/|(index|unstable)\\.ts$)",
      },
    ),
    only(
      "packages-meet-at-their-entries",
      "A package imports what another one exports in its package.json, never a file behind it.",
      { path: "^(?:packages/([^/]+)/(?:src|bin|dashboard)/|infra/|torrent\\.config\\.ts$)" },
      { path: `^packages/(?!$1/|${entries})` },
    ),
    house("core", [], "The engine knows no domain, no handler and no command."),
    house("patterns", [], "A library of its own: patterns over bytes."),
    house("decompose", ["core"], "A library: archives into the engine's pieces."),
    house(
      "analysis",
      ["core", "decompose", "patterns"],
      "The reference domain; handlers and dashboards never appear in it.",
    ),
    house("functions", ["core"], "Handlers run any choreography, so they know none."),
    house("worker", ["core"], "The worker runs any choreography, so it knows none."),
    house("web", ["core"], "The API and the dashboard show any choreography; a panel brings what is particular."),
    house("local", ["core"], "The embedded cloud is a set of adapters and a runner."),
    house("model", ["core"], "The model is given a topology."),
    house(
      "simulation",
      ["core", "functions", "worker"],
      "The simulation runs the real handlers and the real worker loop.",
    ),
    house("testing", ["core", "simulation"], "Tests of any choreography, so it knows none."),
    house(
      "cli",
      ["core", "analysis", "decompose", "patterns", "functions", "worker", "web", "local", "simulation", "testing"],
      "The command joins them all.",
    ),
    only(
      "the-component-deploys-any-choreography",
      "The SST component knows what functions may do and how they are bundled, and the table's layout; no stage, no pass, no SDK.",
      { path: "^packages/sst/src/" },
      {
        path: "^(packages|node_modules/@aws-sdk)/",
        pathNot: [
          "^packages/sst/src/",
          "^packages/functions/src/(grants|bundle).ts$",
          "^packages/core/src/aws/dynamodb-table.ts$",
        ],
      },
    ),
    only(
      "the-model-takes-plain-data",
      "One file of the model imports the pipeline's topology, for the command and the pictures.",
      { path: "^packages/model/src/(?!pipeline-topology\\.ts$)" },
      { path: "^packages/(?!model/)" },
    ),
    only(
      "dashboards-import-formats-and-panels",
      "The dashboard and panels import core's formats, the panel's types and browser libraries.",
      { path: "^packages/(web/src|analysis)/dashboard/" },
      { path: "^packages/(core/src/(?!format/|time-axis\\.ts$)|local|functions|worker|decompose|patterns|cli)/" },
    ),
    only(
      "dashboards-run-in-a-browser",
      "A browser has no Node.",
      { path: "^packages/(web/src|analysis)/dashboard/" },
      { dependencyTypes: ["core"] },
    ),
    only(
      "what-ships-imports-no-tests",
      "What ships imports neither suites nor test tools.",
      {
        path: "^(packages/(?!simulation/|testing/)[^/]+/(bin/|dashboard/|src/(?!testing/))|infra/|torrent\\.config\\.ts$)",
      },
      { path: "(^packages/core/src/testing/|(^|/)test/|^node_modules/(vitest|fast-check)/)" },
    ),
    only(
      "the-simulation-imports-no-tests",
      "The simulation ships too.",
      { path: "^packages/simulation/src/" },
      { path: "(^|/)test/|^node_modules/vitest/" },
    ),
    only(
      "no-unresolved-imports",
      "No rule above sees an import that nothing resolves. (aws-lambda is a package of types.)",
      { path: shipped },
      { couldNotResolve: true, path: "^(?!aws-lambda$)" },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^packages/[^/]+/dist/|node_modules/\\." },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@torrent/source", "import", "node", "default"],
      extensions: [".ts", ".tsx", ".js"],
    },
  },
};
