/** One call as the SDK made it, repetitions within it not counted. */
export interface Call {
  command: string;
  input: Record<string, unknown>;
  output?: Record<string, unknown>;
}

interface AnyClient {
  middlewareStack: { add(middleware: never, options: { step: "initialize"; priority: "high" }): void };
}

/**
 * Writes down every call of a client from now on, into a list that several clients may share; `alter` changes what is
 * sent, e.g. to ask for the consumed capacity.
 */
export const record = (
  client: object,
  alter: (input: Record<string, unknown>) => Record<string, unknown> = (input) => input,
  calls: Call[] = [],
): Call[] => {
  type Next = (args: { input: Record<string, unknown> }) => Promise<{ output: Record<string, unknown> }>;
  const middleware =
    (next: Next, { commandName }: { commandName: string }) =>
    async (args: { input: Record<string, unknown> }) => {
      const call: Call = { command: commandName.replace(/Command$/, ""), input: args.input };
      calls.push(call);
      const answer = await next({ ...args, input: alter(args.input) });
      call.output = answer.output;
      return answer;
    };
  (client as AnyClient).middlewareStack.add(middleware as never, { step: "initialize", priority: "high" });
  return calls;
};

export const commands = (calls: readonly Call[]): string[] => calls.map(({ command }) => command);
