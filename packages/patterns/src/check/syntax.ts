/**
 * How values stand in a file. `settings`: bare, as in `.env`, `.properties`, YAML, INI, shell; `code`: in quotes, because a
 * bare word is a name or a call; `other`: either.
 */
export type Syntax = "settings" | "code" | "other";

const SETTINGS =
  /(?:^|[/\\])(?:\.?env|\.env[\w.-]*|[\w.-]+\.env|Dockerfile[\w.-]*|Containerfile|Jenkinsfile|Procfile|Vagrantfile|\.(?:npmrc|yarnrc|pypirc|netrc|pgpass|my\.cnf|curlrc|wgetrc|bashrc|bash_profile|zshrc|profile|s3cfg|boto|htpasswd|git-credentials|dockercfg)|_netrc|credentials|config|secrets?)$|\.(?:properties|ini|cfg|cnf|conf|config|toml|ya?ml|tf|tfvars|hcl|nomad|sh|bash|zsh|ksh|fish|bat|cmd|service|desktop|reg|rc|secret|secrets|envrc|plist|xml|ovpn|inf)(?:\.(?:example|sample|dist|bak|old|local|prod|dev|erb|j2|tpl|tmpl))?$/i;

const CODE =
  /\.(?:c|h|cc|cpp|cxx|hpp|hh|m|mm|cs|vb|fs|fsx|py|pyi|pyx|ipynb|js|mjs|cjs|jsx|ts|mts|cts|tsx|vue|svelte|java|kt|kts|scala|groovy|gradle|go|rs|rb|erb|php|phtml|pl|pm|t|lua|swift|dart|ex|exs|erl|hrl|hs|clj|cljs|elm|jl|r|el|lisp|scm|ml|mli|sol|zig|nim|d|v|sv|vhdl|tcl|pas|f90|ada|css|scss|less|html?|wat|wast|asm|s|idl|def|proto|graphql|po|pot|map|snap)$/i;

/** By the file's name, or else by its kind. */
export const syntaxOf = (name: string | undefined, kind: string | undefined): Syntax => {
  if (name && SETTINGS.test(name)) return "settings";
  if (name && CODE.test(name)) return "code";
  if (kind === "source" || kind === "html") return "code";
  return kind === "config" || kind === "yaml" || kind === "xml" ? "settings" : "other";
};

/** What a file is for whoever judges a match in it: a record of what happened, data, a program, text for people, a manual. */
export type Setting = "log" | "data" | "code" | "prose" | "manual" | "binary";

const MANUAL = /\.[1-9](?:p|x|ssl|pm|tcl)?$/;

const settings: Readonly<Record<string, Setting>> = {
  ...{ log: "log", jsonl: "log", csv: "log" },
  ...{ json: "data", xml: "data", yaml: "data", mail: "data", mbox: "data", sqlite: "data", parquet: "data" },
  ...{ office: "data", pdf: "data", source: "code", text: "prose", markdown: "prose", html: "prose" },
};

export const settingOf = (kind: string | undefined, name = ""): Setting => {
  if ((kind === "text" || kind === "source") && MANUAL.test(name)) return "manual";
  return kind ? (settings[kind] ?? "binary") : "log";
};
