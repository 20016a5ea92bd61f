import type { Command } from "commander";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

interface NamedText {
  name: string;
  description: string;
}

interface Flag extends NamedText {
  /** The kind of value that follows the flag. */
  takes: "nothing" | "files" | "value";
  choices: readonly string[];
}

/** A command as a shell needs to know it. */
interface CommandSpec extends NamedText {
  /** Its subcommands, or the choices for its argument. */
  words: readonly NamedText[];
  flags: readonly Flag[];
  takesFiles: boolean;
}

const FILES = new Set(["path", "pack", "file", "dir"]);

const flagsOf = (command: Command): Flag[] =>
  command.options.flatMap(({ long, flags, description, required, argChoices = [] }) => {
    const named = FILES.has(/<(\w+)>/.exec(flags)?.[1] ?? "");
    const takes = !required ? "nothing" : named ? "files" : "value";
    return long ? [{ name: long, description, takes, choices: argChoices }] : [];
  });

const commandSpecOf = (command: Command): CommandSpec => ({
  name: command.name(),
  description: command.description(),
  words: [
    ...command.commands.map((subcommand) => ({ name: subcommand.name(), description: subcommand.description() })),
    ...command.registeredArguments.flatMap(({ argChoices = [] }) =>
      argChoices.map((name) => ({ name, description: "" })),
    ),
  ],
  flags: [command, ...command.commands].flatMap(flagsOf),
  takesFiles: [command, ...command.commands].some((subcommand) =>
    subcommand.registeredArguments.some((argument) => FILES.has(argument.name())),
  ),
});

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
const names = (words: readonly NamedText[]): string => words.map(({ name }) => name).join(" ");

const bash = (commands: readonly CommandSpec[]): string => {
  const flags = new Map(commands.flatMap((command) => command.flags.map((flag) => [flag.name, flag])));
  const answer = ({ takes, choices }: Flag): string =>
    takes === "files" ? 'compgen -f -- "$cur"' : `compgen -W ${quoted(choices.join(" "))} -- "$cur"`;
  return `# torrent completion for bash
_torrent() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} words='' files=''
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W ${quoted(names(commands))} -- "$cur"))
    return
  fi
  case $prev in
${[...flags.values()]
  .filter(({ takes }) => takes !== "nothing")
  .map((flag) => `    ${flag.name}) COMPREPLY=($(${answer(flag)})); return ;;`)
  .join("\n")}
  esac
  case \${COMP_WORDS[1]} in
${commands
  .map(
    ({ name, words, flags, takesFiles }) =>
      `    ${name}) words=${quoted(names([...words, ...flags, { name: "--help", description: "" }]))}${takesFiles ? " files=yes" : ""} ;;`,
  )
  .join("\n")}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [ -n "$files" ] && [ "\${cur#-}" = "$cur" ]; then COMPREPLY+=($(compgen -f -- "$cur")); fi
}
complete -o filenames -F _torrent torrent
`;
};

/** In \`_arguments\` and \`_describe\`, a colon ends a part. */
const zshText = (text: string): string => text.replaceAll(/[:[\]]/g, (mark) => `\\${mark}`);

const zshFlag = ({ name, description, takes, choices }: Flag): string => {
  const words = choices.length > 0 ? `(${choices.join(" ")})` : " ";
  const value = { nothing: "", files: ":file:_files", value: `:value:${words}` }[takes];
  return quoted(`${name}[${zshText(description)}]${value}`);
};

const zsh = (commands: readonly CommandSpec[]): string => `#compdef torrent
# torrent completion for zsh
_torrent() {
  local -a verbs
  verbs=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${zshText(description)}`)}`).join("\n")}
  )
  if (( CURRENT == 2 )); then
    _describe 'command' verbs
    return
  fi
  local verb=$words[2]
  (( CURRENT-- ))
  shift words
  case $verb in
${commands
  .map(({ name, words, flags, takesFiles }) => {
    const rest = words.length > 0 ? [quoted(`1:what:(${names(words)})`)] : [];
    const files = takesFiles ? [quoted("*:path:_files")] : [];
    return `    ${name}) _arguments ${[...flags.map(zshFlag), ...rest, ...files].join(" ")} ;;`;
  })
  .join("\n")}
  esac
}
if [ "$funcstack[1]" = "_torrent" ]; then _torrent "$@"; else compdef _torrent torrent; fi
`;

const fish = (commands: readonly CommandSpec[]): string =>
  [
    "# torrent completion for fish",
    "complete -c torrent -f",
    ...commands.flatMap(({ name, description, words, flags, takesFiles }) => {
      const condition = `complete -c torrent -n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
      return [
        `complete -c torrent -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
        ...words.map((word) => `${condition} -a ${word.name} -d ${quoted(word.description)}`),
        ...flags.map((flag) => {
          const words = flag.choices.length > 0 ? ` -a ${quoted(flag.choices.join(" "))}` : "";
          const value = { nothing: "", files: " -r -F", value: ` -x${words}` }[flag.takes];
          return `${condition} -l ${flag.name.slice(2)}${value} -d ${quoted(flag.description)}`;
        }),
        ...(takesFiles ? [`${condition} -F`] : []),
      ];
    }),
    "",
  ].join("\n");

/** The script that completes commands and options in a shell, generated from the command itself. */
export const completion = (torrent: Command, shell: Shell): string =>
  ({ bash, zsh, fish })[shell](torrent.commands.map(commandSpecOf));
