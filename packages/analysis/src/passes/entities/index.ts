export { entityLimits } from "./collector.ts";
export { checksummedKinds, type EntityKind, entityKinds, type Mention, nameKinds } from "./mention.ts";
export { entitiesPass } from "./pass.ts";
export { mentionsIn, Scanner } from "./scanner.ts";
