import { isWord } from "../bytes.ts";
import { type Mention, matchAt, type Stretch, textOf } from "../mention.ts";

const part = "[A-Za-z0-9_.@+%~\\-\\x80-\\xff]{1,255}";
const unix = new RegExp(`(?:\\.{1,2}|~[\\w-]{0,32})?(?:/${part}){1,32}/?`, "y");
const relative = new RegExp(`${part}(?:/${part}){1,16}`, "y");
const component = "[^\\\\/:*?\"<>|%\\x00-\\x20,;'()]{1,100}";
const windows = new RegExp(
  `(?:[A-Za-z]:|\\\\{2,4}[A-Za-z0-9_.\\-]{1,63})\\\\{1,2}(?:${component}(?: ${component}){0,3}\\\\{1,2}){0,20}(?:${component})?`,
  "y",
);
const belowVariable = new RegExp(`(?:\\\\{1,2}${component}){1,20}`, "y");
const quotedWindows = /(?:[A-Za-z]:|\\{2}[\w.-]{1,63})\\{1,2}[^"*?<>|\r\n]{1,512}(?=")/y;

const roots = new Set(
  "bin boot dev etc home lib lib32 lib64 media mnt opt proc root run sbin snap srv sys tmp usr var Users Applications Library System Volumes private nix".split(
    " ",
  ),
);
const extensions = new Set(
  (
    "c h cc cpp cxx hpp hh m mm cs py pyc pyi ipynb js mjs cjs jsx ts tsx vue svelte java class jar war kt kts scala go rs rb php pl pm sh bash zsh ps1 " +
    "bat cmd sql db sqlite json jsonl ndjson json5 yaml yml toml xml xsd xsl html htm css scss less md rst adoc txt text log out err csv tsv parquet conf cfg cnf ini " +
    "env properties lock pid sock service key pem crt cer csr p12 pfx jks pub pdf doc docx xls xlsx ppt pptx odt ods odp rtf eml msg mbox zip gz tgz tar bz2 xz zst 7z rar " +
    "iso img dmg deb rpm apk exe dll so dylib a o lib sys bin dat bak tmp swp old orig png jpg jpeg gif svg webp bmp ico tif tiff mp3 mp4 avi mov mkv wav " +
    "wasm map tf tfvars hcl proto gradle cmake mk make dockerfile r jl lua swift dart ex exs erl hs clj elm diff patch rules plist reg evtx pcap pcapng dmp core"
  ).split(" "),
);

const extensionOf = (path: string): string => /\.([A-Za-z0-9]{1,10})$/.exec(path)?.[1]?.toLowerCase() ?? "";
const hasExtension = (path: string): boolean => extensions.has(extensionOf(path));

const trimmed = (text: string): string => text.replace(/(?:[.@%+-]|\xe2[\x80\x81].?|\xc2.?)+$/, "");

/** Before these a slash begins the path of a request, of a URL or of a closing tag, not a file's. */
const request =
  /(?:\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS|CONNECT|TRACE|PROPFIND)\s|\b(?:route|endpoint|uri|url|href|src|action|request|request_uri|pathname)["']?\s?[=:]\s?["']?|<)$/i;

/** `/etc/passwd`, `./src/main.ts`, `~/notes.txt`: by its root, or by a known file extension at its end. */
export const unixPathAt = (stretch: Stretch, start: number): Mention | undefined => {
  const previous = stretch.bytes[start - 1];
  if (isWord(previous) || previous === 0x2f || previous === 0x29 || previous === 0x5d || previous === 0x2a)
    return undefined;
  const found = matchAt(unix, stretch.chars, start);
  if (!found) return undefined;
  const text = trimmed(found[0]);
  const end = start + text.length;
  const parts = text.split("/").filter((one) => one !== "");
  if (request.test(stretch.chars.slice(Math.max(0, start - 16), start))) return undefined;
  const rooted = text.startsWith("/") && roots.has(parts[0] ?? "") && parts.length > 1;
  const anchored = !text.startsWith("/") && parts.length > 1 && /[A-Za-z]/.test(text);
  if (
    !rooted &&
    !(anchored && (hasExtension(text) || parts.length > 2 || text.startsWith("~"))) &&
    !(parts.length > 1 && hasExtension(text))
  )
    return undefined;
  return {
    kind: "path",
    value: textOf(stretch, start, end).replace(/(?<=.)\/$/, ""),
    start,
    end,
    confidence: rooted ? 0.95 : 0.75,
  };
};

/** `src/app/main.ts`: words and slashes, with a known file extension at the end. */
export const relativePathAt = (stretch: Stretch, start: number): Mention | undefined => {
  const found = matchAt(relative, stretch.chars, start);
  if (!found || isWord(stretch.bytes[start - 1]) || stretch.bytes[start - 1] === 0x2f) return undefined;
  const text = trimmed(found[0]);
  if (
    !hasExtension(text) ||
    !/[A-Za-z]/.test(text.slice(0, text.indexOf("/"))) ||
    stretch.chars[start + text.length] === "/"
  )
    return undefined;
  return {
    kind: "path",
    value: textOf(stretch, start, start + text.length),
    start,
    end: start + text.length,
    confidence: 0.7,
  };
};

/** `C:\Windows\System32\cmd.exe` or `\\server\share\file`, also with the backslashes doubled as in JSON. */
export const windowsPathAt = (stretch: Stretch, start: number): Mention | undefined => {
  const previous = stretch.chars[start - 1] ?? " ";
  if (/[\w\\]/.test(previous)) return undefined;
  const quoted = previous === '"' ? matchAt(quotedWindows, stretch.chars, start) : null;
  const found = quoted ?? matchAt(windows, stretch.chars, start);
  if (!found) return undefined;
  const text = found[0].replace(/[.\s]+$/, "");
  const normal = textOf(stretch, start, start + text.length)
    .replace(/(?!^)\\{2,}/g, "\\")
    .replace(/^\\{2,}/, "\\\\");
  if (normal.length < 4) return undefined;
  if (normal.startsWith("\\\\") && normal.split("\\").filter((one) => one !== "").length < 2) return undefined;
  const value = normal.replace(/\\$/, "").replace(/^[a-z]:/, (drive) => drive.toUpperCase());
  return { kind: "path", value, start, end: start + text.length, confidence: 0.93 };
};

/** `%APPDATA%\app\run.bat`, where the backslash after the variable stands at `at`. */
export const variablePathAt = (stretch: Stretch, at: number): Mention | undefined => {
  const variable = /%\w{1,32}%$/.exec(stretch.chars.slice(Math.max(0, at - 34), at));
  const found = variable && matchAt(belowVariable, stretch.chars, at);
  if (!variable || !found) return undefined;
  const start = at - variable[0].length;
  const end = at + found[0].replace(/[.]+$/, "").length;
  const value = textOf(stretch, start, end).replace(/\\{2,}/g, "\\");
  return { kind: "path", value, start, end, confidence: 0.9 };
};
