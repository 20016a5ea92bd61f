/** A panel that breaks wherever it can. */
export const mount = () => {
  throw new Error("mount is broken");
};
export const overview = (element) => {
  element.textContent = "An overview that breaks later";
  return {
    update: () => {
      throw new Error("update is broken");
    },
    unmount: () => {
      throw new Error("unmount is broken");
    },
  };
};
