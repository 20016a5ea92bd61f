import fc from "fast-check";

/**
 * Property tests run from one seed, so that a build fails for what was changed and not by chance. `TORRENT_SEED=n` takes
 * another, `TORRENT_SEED=random` a new one every time: that is how to look for what the fixed one does not find.
 */
const { TORRENT_SEED: seed = "20261123" } = process.env;
if (seed !== "random") fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
