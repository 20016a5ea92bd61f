import { styleText } from "node:util";

export interface Screen {
  isTTY?: boolean;
  columns?: number;
  write(text: string): unknown;
}

/** The streams of a command: data on `out`, progress and questions on `err`. */
export interface Io {
  out: Screen;
  err: Screen;
  /** Asks a question in the terminal; absent if not interactive. */
  ask?(question: string): Promise<string>;
}

type Format = Parameters<typeof styleText>[0];

/** Colours text for one stream: only in a terminal, and never with `NO_COLOR` (https://no-color.org). */
export type Paint = (format: Format, text: string) => string;
export const paintFor =
  (screen: Screen, env: Record<string, string | undefined> = process.env): Paint =>
  (format, text) =>
    screen.isTTY && !env.NO_COLOR ? styleText(format, text, { validateStream: false }) : text;

/** Whether drawn lines can be redrawn. */
export const isLive = (screen: Screen, env: Record<string, string | undefined> = process.env): boolean =>
  screen.isTTY === true && env.TERM !== "dumb";

export const json = (io: Io, value: unknown): void => {
  io.out.write(`${JSON.stringify(value, null, 1)}\n`);
};
