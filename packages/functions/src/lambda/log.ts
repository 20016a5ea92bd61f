import { Logger } from "@aws-lambda-powertools/logger";
import type { Log } from "@torrent/core/unstable";

/** JSON lines with the function's name, version, request and X-Ray trace; level by `POWERTOOLS_LOG_LEVEL`. */
export const loggerLog = (logger = new Logger()): Log => {
  return (level, event, fields = {}) => logger[level](event, fields);
};
