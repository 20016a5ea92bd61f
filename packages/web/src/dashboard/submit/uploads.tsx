import { useQueryClient } from "@tanstack/preact-query";
import { type ComponentChildren, createContext } from "preact";
import { useCallback, useContext, useMemo, useState } from "preact/hooks";
import type { Delivery } from "./dropped.ts";
import { type Uploaded, upload } from "./upload.ts";
import { UploadTray } from "./upload-tray.tsx";

export interface Upload {
  key: number;
  name: string;
  bytes: number;
  sent: number;
  done?: Uploaded;
  error?: string;
}

interface Uploads {
  submit(deliveries: readonly Delivery[]): void;
}

const UploadsContext = createContext<Uploads>({ submit: () => {} });
export const useUploads = (): Uploads => useContext(UploadsContext);

let keys = 0;

/** Uploads go on whatever page is looked at. */
export const UploadsProvider = ({ children }: { children: ComponentChildren }) => {
  const [uploads, setUploads] = useState<Upload[]>([]);
  const queries = useQueryClient();
  const change = useCallback(
    (key: number, part: Partial<Upload>) =>
      setUploads((all) => all.map((one) => (one.key === key ? { ...one, ...part } : one))),
    [],
  );
  const submit = useCallback(
    async (deliveries: readonly Delivery[]) => {
      const queued = deliveries.map((delivery) => ({ delivery, key: ++keys }));
      setUploads((all) => [
        ...all,
        ...queued.map(({ delivery, key }) => ({ key, name: delivery.name, bytes: delivery.body.size, sent: 0 })),
      ]);
      for (const { delivery, key } of queued) {
        try {
          const done = await upload(delivery, (sent) => change(key, { sent }));
          change(key, { done, sent: delivery.body.size });
          void queries.invalidateQueries({ queryKey: ["packages"] });
        } catch (error) {
          change(key, { error: error instanceof Error ? error.message : String(error) });
        }
      }
    },
    [change, queries],
  );
  const value = useMemo(() => ({ submit: (all: readonly Delivery[]) => void submit(all) }), [submit]);
  return (
    <UploadsContext.Provider value={value}>
      {children}
      <UploadTray uploads={uploads} onClear={() => setUploads((all) => all.filter((one) => !one.done && !one.error))} />
    </UploadsContext.Provider>
  );
};
