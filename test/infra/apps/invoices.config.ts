import { defineChoreography, definePass, defineSubscriber } from "@torrent/core";

const parse = definePass({ name: "parse", version: 1, accepts: () => true, run: async () => ({ output: {} }) });

const credit = definePass({
  name: "credit",
  version: 1,
  accepts: () => true,
  needs: { aws: ["textract:AnalyzeExpense"], secrets: ["bureau"] },
  run: async () => ({ output: {} }),
});

const mail = defineSubscriber({ name: "mail", needs: { aws: ["ses:SendEmail"] }, run: async () => {} });

export default defineChoreography({
  name: "invoices",
  decompose: async function* () {},
  passes: [parse, credit],
  onComplete: [mail],
  topology: { light: { maxConcurrency: 7 }, heavy: { cpu: 4096, memoryMB: 16_384 } },
});
