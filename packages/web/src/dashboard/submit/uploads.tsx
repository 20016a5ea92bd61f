import { useQueryClient } from "@tanstack/preact-query";
import { countOf } from "@torrent/core/format";
import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useMemo, useRef, useState } from "preact/hooks";
import type { Delivery } from "./dropped.ts";
import { CONNECTION_LOST } from "./put.ts";
import { abortUpload, type Job, upload } from "./upload.ts";
import { type Upload, UploadTray } from "./upload-tray.tsx";

interface Uploads {
  submit(deliveries: readonly Delivery[]): void;
}

const UploadsContext = createContext<Uploads>({ submit: () => {} });
export const useUploads = (): Uploads => useContext(UploadsContext);

let keys = 0;

interface Running extends Job {
  stop: AbortController;
  running: boolean;
}

/** The error as text, with the number of parts that are kept. */
const errorText = (error: unknown, { multipart }: Job): string => {
  // `fetch` reports a lost connection only as a TypeError.
  const what = error instanceof Error && !(error instanceof TypeError) ? error.message : CONNECTION_LOST;
  return multipart && multipart.taken.size > 0
    ? `${what}. ${multipart.taken.size} of ${countOf(multipart.count, "part")} are kept`
    : what;
};

/** Uploads continue on every page. */
export const UploadsProvider = ({ children }: { children: ComponentChildren }) => {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const jobs = useRef(new Map<number, Running>());
  const queries = useQueryClient();
  const change = useCallback(
    (key: number, part: Partial<Upload>) =>
      setUploads((all) => all.map((upload) => (upload.key === key ? { ...upload, ...part } : upload))),
    [],
  );
  const run = useCallback(
    async (key: number) => {
      const job = jobs.current.get(key);
      if (!job) return;
      const { signal } = job.stop;
      job.running = true;
      change(key, { error: undefined });
      try {
        const done = await upload(job, (sent) => change(key, { sent }), signal);
        jobs.current.delete(key);
        change(key, { done, sent: job.delivery.body.size });
        void queries.invalidateQueries({ queryKey: ["packages"] });
      } catch (error) {
        job.running = false;
        if (signal.aborted) abortUpload(job);
        else change(key, { error: errorText(error, job) });
      }
    },
    [change, queries],
  );
  const submit = useCallback(
    async (deliveries: readonly Delivery[]) => {
      const queued = deliveries.map((delivery) => ({ delivery, key: ++keys }));
      for (const { key, delivery } of queued)
        jobs.current.set(key, { delivery, stop: new AbortController(), running: false });
      setUploads((all) => [
        ...all,
        ...queued.map(({ delivery, key }) => ({ key, name: delivery.name, bytes: delivery.body.size, sent: 0 })),
      ]);
      for (const { key } of queued) await run(key);
    },
    [run],
  );
  const drop = useCallback((dropped: readonly number[]) => {
    for (const key of dropped) {
      const job = jobs.current.get(key);
      jobs.current.delete(key);
      // The running upload notices and aborts.
      if (job?.running) job.stop.abort();
      else if (job) abortUpload(job);
    }
    setUploads((all) => all.filter(({ key }) => !dropped.includes(key)));
  }, []);
  const value = useMemo(() => ({ submit: (all: readonly Delivery[]) => void submit(all) }), [submit]);
  return (
    <UploadsContext.Provider value={value}>
      {children}
      <UploadTray uploads={uploads} onRetry={(key) => void run(key)} onDrop={drop} />
    </UploadsContext.Provider>
  );
};
