import { type InfiniteData, useInfiniteQuery, useQuery } from "@tanstack/preact-query";
import type { InferResponseType } from "hono/client";
import { api } from "./api.ts";
import type { ListFilter } from "./filter.ts";
import { useLive } from "./live.ts";

export type PackagePage = InferResponseType<typeof api.packages.$get, 200>;
export type PackageSummary = PackagePage["packages"][number];
export type PackageDetail = InferResponseType<(typeof api.packages)[":id"]["$get"], 200>;
export type StageView = PackageDetail["stages"][number];
export type ComponentPage = InferResponseType<(typeof api.packages)[":id"]["components"]["$get"], 200>;
export type ComponentItem = ComponentPage["components"][number];
export type ComponentDetail = InferResponseType<(typeof api.packages)[":id"]["components"][":ref"]["$get"], 200>;
export type Outcome = InferResponseType<(typeof api.packages)[":id"]["outcome"]["$get"], 200>;
export type Choreography = InferResponseType<typeof api.choreography.$get, 200>;
export type PanelView = Choreography["panels"][number];
export type System = InferResponseType<typeof api.system.$get, 200>;

const PAGE = 200;
/** Polling intervals while packages are active and while none is. */
const BUSY_MS = 1_000;
const QUIET_MS = 4_000;

export const isActive = (pkg: { state: string }): boolean =>
  pkg.state === "intake" || pkg.state === "open" || pkg.state === "aggregating";

/** Also while subscribers of a package that has ended are being notified. */
export const isMoving = (pkg: PackageDetail): boolean => isActive(pkg) || pkg.notifying;

const listQuery = (filter: ListFilter) => ({
  ...(filter.state.length > 0 ? { state: filter.state.join(",") } : {}),
  ...(filter.band.length > 0 ? { band: filter.band.join(",") } : {}),
  ...(filter.name ? { name: filter.name } : {}),
  ...(filter.stalled ? { stalled: "true" as const } : {}),
  ...(filter.retrying ? { retrying: "true" as const } : {}),
  sort: filter.sort,
  limit: String(PAGE),
});

/** Maximum number of pages that are refetched on focus or on returning to the list. */
const SHORT_LIST = 20;
const isLong = (data: InfiniteData<PackagePage> | undefined): boolean =>
  data !== undefined && data.pages.length > SHORT_LIST;

/**
 * The list as far as it was scrolled. All of its pages are refetched together, so that no package is lost between two
 * pages when new ones arrive; the more pages, the less often. Unchanged pages are 304s.
 */
export const usePackages = (filter: ListFilter) => {
  const { paused } = useLive();
  return useInfiniteQuery<PackagePage, Error, InfiniteData<PackagePage>, unknown[], string | undefined>({
    queryKey: ["packages", filter],
    initialPageParam: undefined,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
    refetchOnWindowFocus: ({ state }) => (isLong(state.data) ? false : "always"),
    refetchOnMount: ({ state }) => !isLong(state.data),
    refetchInterval: ({ state }) => {
      if (paused) return false;
      const pages = state.data?.pages ?? [];
      const busy = pages.some((page) => page.packages.some(isActive));
      return (busy ? BUSY_MS : QUIET_MS) * Math.max(1, pages.length / 2);
    },
    queryFn: async ({ pageParam, signal }): Promise<PackagePage> => {
      const query = { ...listQuery(filter), ...(pageParam ? { cursor: pageParam } : {}) };
      const answer = await api.packages.$get({ query }, { init: { signal } });
      return (await answer.json()) as PackagePage;
    },
  });
};

export const packageKey = (id: string) => ["package", id];

/** Polled, unless the package page's event stream updates the same data. */
export const usePackage = (id: string, streamed: boolean) => {
  const { paused } = useLive();
  return useQuery<PackageDetail>({
    queryKey: packageKey(id),
    queryFn: async ({ signal }): Promise<PackageDetail> => {
      const answer = await api.packages[":id"].$get({ param: { id } }, { init: { signal } });
      return (await answer.json()) as PackageDetail;
    },
    refetchInterval: ({ state }) =>
      paused || streamed ? false : state.data && !isMoving(state.data) ? 15_000 : BUSY_MS,
  });
};

export const useOutcome = (id: string, revision: number | undefined) =>
  useQuery<Outcome>({
    queryKey: ["outcome", id, revision],
    enabled: revision !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Outcome> => {
      const query = revision === undefined ? {} : { revision: String(revision) };
      const answer = await api.packages[":id"].outcome.$get({ param: { id }, query }, { init: { signal } });
      return (await answer.json()) as Outcome;
    },
  });

/** It changes with a deployment only. */
export const useChoreography = () =>
  useQuery<Choreography>({
    queryKey: ["choreography"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Choreography> => {
      const answer = await api.choreography.$get({}, { init: { signal } });
      return (await answer.json()) as Choreography;
    },
  });

export const useSystem = () => {
  const { paused } = useLive();
  return useQuery<System>({
    queryKey: ["system"],
    refetchInterval: paused ? false : 2_000,
    queryFn: async ({ signal }): Promise<System> => {
      const answer = await api.system.$get({}, { init: { signal } });
      return (await answer.json()) as System;
    },
  });
};

export type Failures = InferResponseType<(typeof api.packages)[":id"]["failures"]["$get"], 200>;
export type Why = InferResponseType<(typeof api.packages)[":id"]["why"]["$get"], 200>;
export type DeadLetters = InferResponseType<(typeof api)["dead-letters"]["$get"], 200>;

export const useFailures = (id: string, revision: number | undefined) =>
  useQuery<Failures>({
    queryKey: ["failures", id, revision],
    enabled: revision !== undefined,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<Failures> => {
      const answer = await api.packages[":id"].failures.$get({ param: { id } }, { init: { signal } });
      return (await answer.json()) as Failures;
    },
  });

/** Reads every component, so it runs on request only. */
export const useWhy = (id: string, asked: boolean, followed: boolean) =>
  useQuery<Why>({
    queryKey: ["why", id],
    enabled: asked,
    refetchInterval: followed ? 3_000 : false,
    queryFn: async ({ signal }): Promise<Why> => {
      const answer = await api.packages[":id"].why.$get({ param: { id } }, { init: { signal } });
      return (await answer.json()) as Why;
    },
  });

export const useDeadLetters = () =>
  useQuery<DeadLetters>({
    queryKey: ["dead-letters"],
    refetchInterval: 15_000,
    queryFn: async ({ signal }): Promise<DeadLetters> => {
      const answer = await api["dead-letters"].$get({ query: {} }, { init: { signal } });
      return (await answer.json()) as DeadLetters;
    },
  });

export type ComponentMapView = InferResponseType<(typeof api.packages)[":id"]["component-map"]["$get"], 200>;
export type Activity = InferResponseType<(typeof api.packages)[":id"]["activity"]["$get"], 200>;

export const useComponentMap = (id: string, active: boolean) => {
  const { paused } = useLive();
  return useQuery<ComponentMapView>({
    queryKey: ["component-map", id],
    refetchInterval: !paused && active ? 1_500 : false,
    queryFn: async ({ signal }): Promise<ComponentMapView> => {
      const answer = await api.packages[":id"]["component-map"].$get({ param: { id } }, { init: { signal } });
      return (await answer.json()) as ComponentMapView;
    },
  });
};

export const useActivity = (pkg: PackageDetail) => {
  const { paused } = useLive();
  return useQuery<Activity>({
    queryKey: ["activity", pkg.id, pkg.round, pkg.state],
    refetchInterval: !paused && isActive(pkg) ? 5_000 : false,
    queryFn: async ({ signal }): Promise<Activity> => {
      const answer = await api.packages[":id"].activity.$get({ param: { id: pkg.id } }, { init: { signal } });
      return (await answer.json()) as Activity;
    },
  });
};

export type RevisionList = InferResponseType<(typeof api.packages)[":id"]["reports"]["$get"], 200>;

export const useRevisions = (id: string, last: number | undefined) =>
  useQuery<RevisionList>({
    queryKey: ["revisions", id, last],
    enabled: last !== undefined && last > 1,
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: async ({ signal }): Promise<RevisionList> => {
      const answer = await api.packages[":id"].reports.$get({ param: { id } }, { init: { signal } });
      return (await answer.json()) as RevisionList;
    },
  });

export type ComponentKinds = InferResponseType<(typeof api.packages)[":id"]["component-kinds"]["$get"], 200>;

export const useComponentKinds = (pkg: PackageDetail) =>
  useQuery<ComponentKinds>({
    queryKey: ["component-kinds", pkg.id, isActive(pkg)],
    enabled: pkg.components !== undefined,
    staleTime: 60_000,
    queryFn: async ({ signal }): Promise<ComponentKinds> => {
      const answer = await api.packages[":id"]["component-kinds"].$get({ param: { id: pkg.id } }, { init: { signal } });
      return (await answer.json()) as ComponentKinds;
    },
  });
