/**
 * Seconds until a failed delivery is tried again: half a minute, four minutes, half an hour. Short enough not to wait
 * out the visibility of a queue (an hour where functions run for ten minutes), long enough that an outage of minutes
 * does not use up the receives and dead-letter what is healthy.
 */
export const retryAfterSeconds = (attempt: number): number => 30 * 8 ** Math.min(2, Math.max(0, attempt - 1));
