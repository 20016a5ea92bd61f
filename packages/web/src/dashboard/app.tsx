import { useCallback, useEffect, useMemo, useState } from "preact/hooks";
import { Route, Switch } from "wouter-preact";
import { LiveContext } from "./data/live.ts";
import { ListPage } from "./list/page.tsx";
import { KeyHelp, useGlobalKeys } from "./shell/keys.tsx";
import { NotFound } from "./shell/not-found.tsx";
import { TopBar } from "./shell/top-bar.tsx";
import { DropTarget } from "./submit/drop-target.tsx";
import { UploadsProvider } from "./submit/uploads.tsx";
import { lazyPage } from "./ui/lazy.tsx";

const PackagePage = lazyPage(async () => (await import("./package/page.tsx")).PackagePage);
const SystemPage = lazyPage(async () => (await import("./system/page.tsx")).SystemPage);

export const App = () => {
  const [paused, setPaused] = useState(false);
  const [help, setHelp] = useState(false);
  const toggle = useCallback(() => setPaused((before) => !before), []);
  const live = useMemo(() => ({ paused, toggle }), [paused, toggle]);
  useEffect(PackagePage.preload, []);
  useGlobalKeys({ onHelp: () => setHelp(true), onPause: toggle });
  return (
    <LiveContext.Provider value={live}>
      <UploadsProvider>
        <a class="skip" href="#main">
          Skip to content
        </a>
        <TopBar onHelp={() => setHelp(true)} />
        <main id="main" tabIndex={-1}>
          <Switch>
            <Route path="/" component={ListPage} />
            <Route path="/packages/:id/:tab?">{({ id, tab }) => <PackagePage key={id} id={id} tab={tab} />}</Route>
            <Route path="/system" component={SystemPage} />
            <Route component={NotFound} />
          </Switch>
        </main>
        <DropTarget />
        {help ? <KeyHelp onClose={() => setHelp(false)} /> : null}
      </UploadsProvider>
    </LiveContext.Provider>
  );
};
