/** Colours and other sequences of terminals (ECMA-48), as bytes, as `#033[` of rsyslog, as `^[[` of `cat -v`. */
const sequences = /(?:\x1b|#033|\^\[)\[[0-9;:?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]{0,200}(?:\x07|\x1b\\)/g;
/** A line of a log without colours, and without the NUL bytes that a cut log begins with. */
export const plainLine = (line: string): string => {
  const text = line.charCodeAt(0) === 0 ? line.replace(/^\0+/, "") : line;
  const isPlain = !text.includes("\x1b") && !text.includes("#033[") && !text.includes("^[[");
  return isPlain ? text : text.replace(sequences, "");
};
