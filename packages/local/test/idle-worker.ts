/** Lives until it is told to stop, and never beats. */
const life = setInterval(() => {}, 60_000);
process.once("SIGTERM", () => {
  clearInterval(life);
  process.exit(0);
});
process.once("disconnect", () => process.exit(0));
