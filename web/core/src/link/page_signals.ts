/** What a page lives through and a connection must know. A parameter, so that tests can be a page. */

export interface PageSignals {
  visible(): boolean;
  /** Each returns the way to stop listening. */
  onVisible(run: (visible: boolean) => void): () => void;
  onOnline(run: (online: boolean) => void): () => void;
  /** The page goes away, perhaps into the back/forward cache. */
  onHide(run: () => void): () => void;
  /** It came back from there. */
  onReturn(run: () => void): () => void;
}

function on(target: EventTarget, name: string, run: (event: Event) => void): () => void {
  target.addEventListener(name, run);
  return () => target.removeEventListener(name, run);
}

export const browserSignals: PageSignals = {
  visible: () => !document.hidden,
  onVisible: (run) => on(document, 'visibilitychange', () => run(!document.hidden)),
  onOnline(run) {
    const stops = [on(window, 'online', () => run(true)), on(window, 'offline', () => run(false))];
    return () => {
      for (const stop of stops) stop();
    };
  },
  onHide: (run) => on(window, 'pagehide', run),
  onReturn: (run) =>
    on(window, 'pageshow', (event) => {
      if ((event as PageTransitionEvent).persisted) run();
    }),
};
