import type { Cloud } from "@torrent/core/unstable";
import { contextOf, type Invocation, type Invoker, loadHandlers, overJson, TimedOut } from "./invocation.ts";

/**
 * Runs handlers in this thread. What passes its time limit counts as failed at once but can't be stopped: it may still
 * finish, as a Lambda that is slow to die may.
 */
export const inProcess = async (handlersModule: string, cloud: Cloud): Promise<Invoker> => {
  const handlers = await loadHandlers(handlersModule, cloud);
  const closing = Promise.withResolvers<never>();
  closing.promise.catch(() => {});

  const run = async (invocation: Invocation): Promise<unknown> => {
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new TimedOut(invocation)), invocation.timeoutSeconds * 1000);
    try {
      const answer = handlers[invocation.stage](invocation.event, contextOf(invocation, Date.now()));
      return JSON.parse(overJson(await Promise.race([answer, late.promise, closing.promise])));
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    invoke: run,
    async close() {
      closing.reject(new Error("The runner was stopped before the invocation ended"));
    },
  };
};
