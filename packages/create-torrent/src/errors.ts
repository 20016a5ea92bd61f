/** The project cannot be created as it was asked for; the message says what to change. */
export class ProjectError extends Error {
  override readonly name = "ProjectError";
}
