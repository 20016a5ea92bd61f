/** Creates projects; `npm create torrent` asks for what is needed and calls it. */
export { type CreatedProject, createProject, type ProjectOptions } from "./create-project.ts";
export { isKind, type Kind, kinds } from "./kinds.ts";
export { projectNameProblem } from "./project-name.ts";
