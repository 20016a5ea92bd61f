import type { ComponentType } from "preact";
import { Blocked, Check, Cross, Dots, Half, Inward, Merge, Minus } from "./icons.tsx";

/** Each state has a word and a shape in addition to a colour. */
const states: Record<string, { word: string; tone: string; Icon: ComponentType }> = {
  intake: { word: "Intake", tone: "run", Icon: Inward },
  open: { word: "Running", tone: "run", Icon: Dots },
  aggregating: { word: "Aggregating", tone: "run", Icon: Merge },
  complete: { word: "Complete", tone: "good", Icon: Check },
  partial: { word: "Partial", tone: "warn", Icon: Half },
  failed: { word: "Failed", tone: "bad", Icon: Cross },
  rejected: { word: "Rejected", tone: "bad", Icon: Blocked },
  cancelled: { word: "Cancelled", tone: "still", Icon: Minus },
};

const stateOf = (state: string) => states[state] ?? { word: state, tone: "still", Icon: Minus };

export const stateWord = (state: string): string => stateOf(state).word;

export const StateMark = ({ state }: { state: string }) => {
  const { tone, Icon } = stateOf(state);
  return (
    <span class={`mark ${tone}`}>
      <Icon />
    </span>
  );
};

export const StateBadge = ({ state }: { state: string }) => {
  const { word, tone, Icon } = stateOf(state);
  return (
    <span class={`badge ${tone}`}>
      <Icon />
      {word}
    </span>
  );
};
