/**
 * What a choreography's panel gives to the dashboard: the exports of the ES module that `definePanel({ dashboard })` names. The
 * module is loaded with `import()` when one of its views is first shown, under a content security policy that allows scripts
 * from the dashboard's own origin only, and no inline scripts or style elements: bring styles as a constructed style sheet.
 */
/** The package that a page shows. */
export interface PanelPackage {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly round: number;
  /** The latest revision of its outcome; `undefined` before the first round has been aggregated. */
  readonly revision?: number | undefined;
  /** Known once intake has counted. */
  readonly components?: number | undefined;
}
/** A view's surroundings. Its properties change: `update` is called with each new context. */
export interface PanelContext {
  readonly package: PanelPackage;
  /** The revision that the page shows, which may be an earlier one; `undefined` before there is one. */
  readonly revision: number | undefined;
  /** What `revision` came to, as the API gives it at `/outcome`. */
  readonly outcome?: unknown;
  readonly theme: "light" | "dark";
  /** The query of the page's address: keep a view's filters in it, so that they can be sent to somebody. */
  readonly search: URLSearchParams;
  /** Replaces that query. */
  setSearch(search: URLSearchParams): void;
  /** Reads the panel's own data: `fetch("findings?limit=10")`. Carries the viewer's token; rejects for no status. */
  fetch(path: string, init?: Pick<RequestInit, "signal" | "headers">): Promise<Response>;
  /** The address of a page of this package, such as `components?open=12`; a link to it is followed without a reload. */
  href(page: string): string;
  navigate(page: string): void;
  /** Aborted when the view is removed. */
  readonly signal: AbortSignal;
}
/** A task of the component that the sheet shows. */
export interface PanelTask {
  readonly pass: string;
  readonly version: number;
  readonly outcome?: string | undefined;
  readonly counts?: Readonly<Record<string, number>> | undefined;
  /** What the pass returned, shortened to what a person can look at. */
  readonly output?: unknown;
  readonly truncated?: boolean | undefined;
}
export interface PanelComponentContext extends PanelContext {
  readonly component: {
    /** `"12"`, or `"12/unpack/3"`. */
    readonly ref: string;
    readonly name?: string | undefined;
    readonly kind?: string | undefined;
    readonly status: string;
    readonly tasks: readonly PanelTask[];
  };
}
/** A mounted view. */
export interface PanelView<Context = PanelContext> {
  /** Called when anything of the context has changed. */
  update?(context: Context): void;
  unmount?(): void;
}
/** Shows something in an element that is empty and the view's own; it is removed after `unmount`. */
export type Mount<Context = PanelContext> = (element: HTMLElement, context: Context) => PanelView<Context> | undefined;
/** The exports of a panel's dashboard module. */
export interface PanelModule {
  /** The package's tab. */
  readonly mount: Mount;
  /** A part of the package's overview, in place of the highlights and the result as JSON. */
  readonly overview?: Mount;
  /** Cards in the column beside the overview. */
  readonly aside?: Mount;
  /** Results in the sheet of one component. */
  readonly component?: Mount<PanelComponentContext>;
}
