/**
 * Dependencies point one way: pure core ← adapters ← handlers ← composition roots.
 * See CONTRIBUTING.md, "Import rules".
 */
const pure = "^packages/core/src/(?!aws/|testing/)";
const only = (name, comment, from, to) => ({ name, comment, severity: "error", from, to });

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
      "Core's logic knows ports, zod and node:crypto's hash; no SDK, no file system, no framework.",
      { path: pure },
      { pathNot: [pure, "^node_modules/zod/", "^(node:)?crypto$"] },
    ),
    only(
      "small-zod-only",
      "What is in a function's bundle writes its schemas in zod/mini, see docs/adr/0011.",
      { path: "^packages/(core|patterns|functions|web)/src/" },
      { path: "^node_modules/zod/", pathNot: "^node_modules/zod/(mini|v4/locales)/" },
    ),
    only(
      "adapters-know-ports-only",
      "An adapter depends on the ports and the words, never on a stage.",
      { path: "^packages/(core/src/aws|local/src)/" },
      { path: "^packages/core/src/(stages|report)/" },
    ),
    only(
      "libraries-know-core-only",
      "decompose and patterns are libraries: they may use core's words.",
      { path: "^packages/(decompose|patterns)/src/" },
      { path: "^packages/", pathNot: ["^packages/core/src/", "^packages/$1/"] },
    ),
    only(
      "handlers-never-know-each-other",
      "functions, worker, web and local meet in a composition root only; passes are the worker's public part.",
      { path: "^packages/(functions|worker|web|local)/src/", pathNot: "^packages/functions/src/lambda/" },
      {
        path: "^packages/(functions|worker|web|local|cli|simulation)/",
        pathNot: ["^packages/$1/", "^packages/analysis/src/index.ts$"],
      },
    ),
    only(
      "the-model-takes-plain-data",
      "The simulator is given a topology; one file imports the pipeline's, for the command and the pictures.",
      { path: "^packages/model/src/", pathNot: "^packages/model/src/pipeline-topology\\.ts$" },
      { path: "^packages/", pathNot: "^packages/model/" },
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
      "runtime-needs-no-test-code",
      "What ships imports neither suites nor test tools.",
      { path: "^packages/(?!simulation/|testing/)[^/]+/src/(?!testing/)" },
      { path: "(^packages/core/src/testing/|^packages/[^/]+/test/|^node_modules/(vitest|fast-check)/)" },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)(dist|node_modules/\\.)|dashboard" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@torrent/source", "import", "node", "default"],
      extensions: [".ts", ".js"],
    },
  },
};
