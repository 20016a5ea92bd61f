import { connect } from "../src/connect.ts";

/** A worker that tells what it was started with, and puts an object when it is told to stop. */
const cloud = connect();
const id = process.env.TORRENT_WORKER_ID ?? "";
const life = setInterval(() => {}, 60_000);
process.once("SIGTERM", async () => {
  await cloud.objects.put(`ended/${id}`, new Uint8Array());
  clearInterval(life);
  await cloud.close();
  process.exit(0);
});
await cloud.objects.put(`started/${id}`, new TextEncoder().encode(String(process.pid)));
