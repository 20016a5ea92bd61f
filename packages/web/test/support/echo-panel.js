/** A panel in plain JavaScript: shows what it is given, and what its data says. */
export const mount = (element, context) => {
  const show = ({ revision, search }) => {
    element.textContent = `Echo of ${context.package.name}, revision ${revision ?? "none"}, ${search.get("x") ?? "no x"}`;
  };
  show(context);
  context.fetch("said?by=panel").then(async (answer) => {
    const { path, query } = await answer.json();
    element.append(`; data ${path} by ${query.by}`);
  });
  for (const path of ["../../why", "//evil.example/x", "%2e%2e/%2e%2e/why"])
    context.fetch(path).then(
      () => element.append(`; ${path} was read`),
      () => element.append(`; ${path} was refused`),
    );
  return { update: show, unmount: () => element.replaceChildren() };
};
