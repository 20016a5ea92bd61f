export { composeWorker, connectCloud, ownId } from "./compose.ts";
export { type Executor, type TaskAnswer, type TaskOrder, threadExecutor } from "./executor.ts";
export { type WorkerOptions, workLoop } from "./loop.ts";
