/** Where AWS is and who asks. Everything left out is found by the SDK's own default chain. */
export interface AwsAccess {
  region?: string;
  /** Overrides the service's own, for emulators and private endpoints. */
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/**
 * What every client is built with. A socket that hangs is given up and tried again (by default the SDK waits forever);
 * 30 s is above the 20 s of SQS's longest poll, and the two minutes without a byte are for bodies. Throttled calls are
 * repeated with growing pauses, and the client holds back the calls that follow. Connections are kept alive (the SDK's default).
 */
export const clientOptions = ({ region, endpoint, credentials }: AwsAccess) => ({
  ...(region === undefined ? {} : { region }),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(credentials === undefined ? {} : { credentials }),
  maxAttempts: 8,
  retryMode: "adaptive" as const,
  requestHandler: {
    connectionTimeout: 3_000,
    requestTimeout: 30_000,
    throwOnRequestTimeout: true,
    socketTimeout: 120_000,
  },
});

export const errorName = (error: unknown): string => (error instanceof Error ? error.name : "");

/** HTTP status of a failed call, 0 without an answer. */
export const statusOf = (error: unknown): number =>
  (error as { $metadata?: { httpStatusCode?: number } } | undefined)?.$metadata?.httpStatusCode ?? 0;
