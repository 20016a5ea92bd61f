import { baseName, extensionOf } from "../identify/names.ts";

export interface SourceLanguage {
  language: string;
  /** Told by the name or a first line that leaves no doubt, not by words in the text. */
  isCertain: boolean;
}

const table = `typescript:ts mts cts tsx|javascript:js mjs cjs jsx|python:py pyw pyi|java:java|kotlin:kt kts|scala:scala sc|groovy:groovy gradle
|c:c h|cpp:cc cpp cxx hpp hxx hh|csharp:cs|fsharp:fs fsx|visual-basic:vb bas vbs|go:go|rust:rs|swift:swift|objective-c:m mm|dart:dart|zig:zig
|ruby:rb erb rake|php:php phtml|perl:pl pm|lua:lua|r:r|julia:jl|haskell:hs|elixir:ex exs|erlang:erl hrl|clojure:clj cljs edn|lisp:lisp el|ocaml:ml mli
|shell:sh bash zsh ksh fish|powershell:ps1 psm1 psd1|batch:bat cmd|sql:sql ddl dml|css:css|scss:scss sass|less:less|vue:vue|svelte:svelte
|terraform:tf tfvars hcl|nix:nix|protobuf:proto|graphql:graphql gql|toml:toml|ini:ini cfg conf properties env editorconfig|dockerfile:dockerfile
|makefile:mk mak|cmake:cmake|latex:tex|assembly:asm s|matlab:mlx|pascal:pas dpr|fortran:f f90 f95|cobol:cob cbl|ada:adb ads|solidity:sol|wat:wat|diff:diff patch`;

const byExtension = new Map(
  table.split("|").flatMap((row) => {
    const [language, extensions] = row.trim().split(":") as [string, string];
    return extensions.split(" ").map((extension) => [extension, language] as const);
  }),
);

const byName: Record<string, string> = {
  dockerfile: "dockerfile",
  containerfile: "dockerfile",
  makefile: "makefile",
  gnumakefile: "makefile",
  "cmakelists.txt": "cmake",
  jenkinsfile: "groovy",
  rakefile: "ruby",
  gemfile: "ruby",
  vagrantfile: "ruby",
  ".env": "ini",
  ".bashrc": "shell",
  ".profile": "shell",
  ".gitconfig": "ini",
};

const byInterpreter: readonly [RegExp, string][] = [
  [/\b(ba|z|k|da|fi)?sh\b/, "shell"],
  [/\bpython[\d.]*\b/, "python"],
  [/\b(node|bun|deno)\b/, "javascript"],
  [/\bruby\b/, "ruby"],
  [/\bperl\b/, "perl"],
  [/\bphp\b/, "php"],
  [/\bRscript\b/, "r"],
  [/\blua\b/, "lua"],
];

/** Marks that text of another kind hardly has; two of one language are enough. */
const byContent: readonly [string, readonly RegExp[]][] = [
  [
    "python",
    [
      /^\s*def \w+\(.*\).*:\s*$/m,
      /^(from [\w.]+ )?import [\w., ]+$/m,
      /^if __name__ == /m,
      /^\s*class \w+(\(.*\))?:\s*$/m,
    ],
  ],
  [
    "typescript",
    [
      /^\s*(export )?(interface|type) \w+(<.*>)? ?[={]/m,
      /: (string|number|boolean|unknown)\b[\s,;)=|]/,
      /^import type /m,
    ],
  ],
  [
    "javascript",
    [
      /^\s*(const|let|var) \w+ = .*[;({[]\s*$/m,
      /^\s*(async )?function\s*\w*\(/m,
      /=> [{(]/,
      /\brequire\(["']/,
      /^(import|export) .*["'];?$/m,
    ],
  ],
  [
    "java",
    [/^\s*public (static |final |abstract )*(class|interface|enum|record) \w+/m, /^package [\w.]+;$/m, /^import java/m],
  ],
  [
    "c",
    [/^#include [<"][\w./]+[>"]/m, /^\s*#(define|ifdef|ifndef|endif)\b/m, /\b(int|void|char) \*?\w+\([^;]*\)\s*\{/],
  ],
  ["cpp", [/\bstd::\w+/, /^#include <\w+>$/m, /^\s*(template ?<|namespace \w+|using namespace)/m]],
  [
    "csharp",
    [/^using System/m, /^\s*namespace [\w.]+/m, /^\s*(public|private|internal) (sealed |static |partial )*class \w+/m],
  ],
  ["go", [/^package \w+$/m, /^func (\(\w+ \*?\w+\) )?\w+\(/m, /:= /]],
  ["rust", [/^\s*(pub )?fn \w+(<.*>)?\(/m, /^use [\w:]+(::\{.*\})?;$/m, /\blet mut \w+/, /^#\[derive\(/m]],
  ["ruby", [/^require ['"]/m, /^\s*def \w+[?!]?(\(.*\))?\s*$/m, /^\s*end\s*$/m]],
  ["php", [/<\?php/, /\$\w+ = .*;$/m]],
  [
    "sql",
    [
      /^\s*(CREATE (TABLE|INDEX|VIEW)|ALTER TABLE|DROP TABLE)\b/im,
      /^\s*(INSERT INTO|SELECT .* FROM|UPDATE \w+ SET)\b/im,
    ],
  ],
  [
    "shell",
    [/^\s*(if|while) \[\[? .* \]\]?; (then|do)\s*$/m, /^\s*(export )?[A-Z_]+=["']?\$?\(?/m, /^\s*(fi|done|esac)\s*$/m],
  ],
  ["css", [/^[.#]?[\w-]+(\s[.#>\w-]+)* \{\s*$/m, /^\s*[a-z-]+: [^;{]+;\s*$/m]],
];

/** Manual pages: a name with a section, and a first request of troff. */
const isManual = (name: string, text: string): boolean =>
  /^(?:\.\\"|'\\"|\.(?:TH|Dd|so|de|if|ie|nr)\s)/m.test(text.slice(0, 400)) &&
  (/\.(?:[1-9][a-z]{0,8}|man|mdoc|roff|tr|ms|me)$/i.test(name) || /^\.(?:TH|Dd|SH|Sh)\s/m.test(text));

/** The programming language of a text, by name, by its first line, then by marks in its first lines. */
export const sourceLanguage = (name: string, text: string): SourceLanguage | undefined => {
  const shebang = /^#![^\n]{2,200}/.exec(text)?.[0];
  if (shebang !== undefined) {
    const language = byInterpreter.find(([pattern]) => pattern.test(shebang))?.[1];
    if (language) return { language, isCertain: true };
  }
  const base = baseName(name).toLowerCase();
  const named = byName[base] ?? (base.startsWith(".env.") ? "ini" : byExtension.get(extensionOf(name)));
  if (named) return { language: named, isCertain: true };
  if (isManual(name, text)) return { language: "troff", isCertain: true };
  const sample = text.slice(0, 16_384);
  const marks = byContent
    .map(([language, patterns]) => ({ language, count: patterns.filter((pattern) => pattern.test(sample)).length }))
    .sort((a, b) => b.count - a.count);
  const [best] = marks;
  return best && best.count >= 2 ? { language: best.language, isCertain: false } : undefined;
};
