/**
 * Which messages of a batch failed, by the rules of Lambda's SQS event source with `ReportBatchItemFailures`
 * (Lambda developer guide, "Handling errors for an SQS event source"): no answer, and an answer whose list is missing,
 * null or empty, is complete success; an identifier that is empty, null, misnamed or of no message in the batch makes
 * the whole batch fail.
 */
export const failedOf = (answer: unknown, messageIds: readonly string[]): ReadonlySet<string> => {
  const all = new Set(messageIds);
  if (answer === null || answer === undefined || answer === "") return new Set();
  if (typeof answer !== "object") return all;
  const { batchItemFailures: failures } = answer as { batchItemFailures?: unknown };
  if (failures === undefined || failures === null) return new Set();
  if (!Array.isArray(failures)) return all;
  const failed = new Set<string>();
  for (const failure of failures) {
    const id: unknown = typeof failure === "object" && failure !== null ? failure.itemIdentifier : undefined;
    if (typeof id !== "string" || !all.has(id)) return all;
    failed.add(id);
  }
  return failed;
};
