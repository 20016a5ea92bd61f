import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

/** A page that is loaded when it is first shown or preloaded. */
export const lazyPage = <P extends object>(load: () => Promise<ComponentType<P>>) => {
  let loaded: ComponentType<P> | undefined;
  const once = async (): Promise<ComponentType<P>> => {
    loaded ??= await load();
    return loaded;
  };
  const Page = (props: P) => {
    const [, arrived] = useState(loaded !== undefined);
    useEffect(() => void once().then(() => arrived(true)), []);
    const Loaded = loaded;
    return Loaded ? <Loaded {...props} /> : <div class="skeleton" aria-hidden="true" />;
  };
  return Object.assign(Page, { preload: (): void => void once() });
};
