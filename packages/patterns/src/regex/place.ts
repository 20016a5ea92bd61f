import { alt, type Node, partsOf, seq } from "./syntax.ts";

/**
 * Where in a regex the literals stand that announce it: at the node's beginning, where nothing else is said; in a sequence
 * before (or inside) one of its parts; in a choice within each alternative; in a repeat within the first round.
 */
export interface Place {
  part?: number;
  inside?: Place;
  choices?: readonly Place[];
}

export const AT_START: Place = {};

/** What a match has before the literal, and what it has from the literal on. */
export interface Sides {
  ahead: Node;
  after: Node;
}

/** Sides at a place within a node, from the sides within the part of it that the place is in. */
const within = (node: Node, place: Place, inner: (node: Node, place: Place) => Sides[]): Sides[] => {
  if (place.part !== undefined) {
    const parts = partsOf(node);
    const before = parts.slice(0, place.part);
    if (!place.inside) return [{ ahead: seq(...before), after: seq(...parts.slice(place.part)) }];
    return inner(parts[place.part]!, place.inside).map(({ ahead, after }) => ({
      ahead: seq(...before, ahead),
      after: seq(after, ...parts.slice(place.part! + 1)),
    }));
  }
  if (place.choices && node.type === "alt")
    return node.choices.flatMap((choice, i) => inner(choice, place.choices![i]!));
  if (place.inside && node.type === "repeat") {
    const rest: Node = { ...node, min: Math.max(0, node.min - 1), max: node.max - 1 };
    return inner(node.node, place.inside).map(({ ahead, after }) => ({ ahead, after: seq(after, rest) }));
  }
  return [{ ahead: seq(), after: node }];
};

/** The sides of each alternative in turn. */
export const sidesOfEach = (node: Node, place: Place): Sides[] => within(node, place, sidesOfEach);

/** The sides of all alternatives in one: more than they allow, but to be told by one look. */
export const sidesOf = (node: Node, place: Place): Sides => {
  const sides = within(node, place, (inner, innerPlace) => [sidesOf(inner, innerPlace)]);
  return { ahead: alt(...sides.map(({ ahead }) => ahead)), after: alt(...sides.map(({ after }) => after)) };
};
