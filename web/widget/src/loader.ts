/**
 * On every page of the site: decides whether the button is there, and fetches the panel when somebody means to use it. Draws nothing,
 * stores nothing and sets no cookie while nobody can answer.
 */
import { after, uuid } from '@relais/core/link/clock';
import { browserSocket } from '@relais/core/link/wire';
import { listen } from '@relais/core/visitor/listener';
import type { Poll } from '@relais/core/visitor/poll';
import type { Host, Panel, Settings, StartPanel } from './host.ts';
import css from './loader.css?inline';

/** The hash in the panel's file names, put in by the build. */
declare const PANEL_MARK: string;
/** Becomes the plain `import()` of the language in the build. */
declare function importFromServer(url: string): Promise<{ start: StartPanel; poll: Poll }>;

type Order = [name: string, what?: unknown, handler?: unknown];
interface Stub {
  (name: string, what?: unknown, handler?: unknown): void;
  q?: Order[];
}
interface Page {
  Relais?: Stub | undefined;
  relaisSettings?: Settings;
}

const page = window as unknown as Page;
const script = document.currentScript as HTMLScriptElement;
const settings: Settings = { ...script.dataset, ...page.relaisSettings };
const early = page.Relais;
const origin = new URL('..', script.src).href;
const french = /^fr/i.test(settings.language || document.documentElement.lang);
const language = french ? 'fr' : 'en';
let panel: Promise<Panel> | undefined;
let host: Host | undefined;
let button: HTMLElement;
let available = false;
/** Stops the listening socket of this tab, if it has it. */
let stop: (() => void) | undefined;
/** Gives the lock back. */
let release: ((value: void) => void) | undefined;
let channel: BroadcastChannel | undefined;
let timer: ReturnType<typeof setTimeout>;

/** The channel, the lock, and the beginning of what the panel keeps. */
const shared = () => `relais:${settings.site}:`;
const make = (tag: string, parent: Node): HTMLElement => parent.appendChild(document.createElement(tag));

function draw(): Host {
  const element = make('relais-chat', document.body);
  const root = element.attachShadow({ mode: 'open' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const frame = make('section', root);
  frame.lang = language;
  frame.ariaLabel = 'Chat';
  button = make('button', frame);
  button.textContent = french ? 'Discuter' : 'Chat';
  button.onpointerenter = button.onfocus = load;
  button.onclick = () => order('open');
  return { settings, language, origin, element, show };
}

function show(open: boolean): void {
  if (open !== available) document.dispatchEvent(new CustomEvent('relais:available', { detail: open }));
  available = open;
  if (open) host ||= draw();
  if (host) button.style.display = open && !settings.hidden ? '' : 'none';
}

function load(): Promise<Panel> {
  host ||= draw();
  show(available);
  panel ||= importFromServer(`${origin}widget/panel-${language}-${PANEL_MARK}.js`).then((module) => {
    // The panel has its own socket, and tells `show`.
    quiet();
    return module.start(host as Host);
  });
  // A failed fetch is tried again at the next click.
  panel.catch(() => {
    panel = undefined;
  });
  return panel;
}

function order(name: string, what?: unknown, handler?: unknown): void {
  // `boot` and `update` bring settings.
  if (what instanceof Object) {
    Object.assign(settings, what);
    show(available);
    watch();
  } else if (name === 'on') document.addEventListener(`relais:${what}`, handler as EventListener);
  else if (name === 'open' || panel) load().then((it) => it[name as 'open']());
}

function speak(): void {
  const url = `${origin.replace('http', 'ws')}v1/sites/${settings.site}/visitor`;
  const hello = `{"kind":"hello","protocol":1,"client":"${uuid()}","language":"${language}","listen":true}`;
  stop ||= listen(
    url,
    hello,
    browserSocket,
    after,
    (open) => {
      channel?.postMessage(open);
      show(open);
    },
    () => importFromServer(`${origin}widget/poll.js`),
  );
}

function hush(): void {
  stop = release = stop?.() as undefined;
}

function quiet(): void {
  release?.();
  channel = channel?.close() as undefined;
  hush();
}

/** One listening socket a browser: the tab that is looked at takes it, the others hear the news from there. */
function watch(steal = true): void {
  if (panel || release || !settings.site || document.hidden) return;
  if (!navigator.locks) {
    speak();
    return;
  }
  channel ||= new BroadcastChannel(shared());
  channel.onmessage = (event) => show(event.data);
  // Set before the lock is ours, so that it is asked for once; unset again by `quiet`, and then a lock that comes late is let go.
  release = hush;
  const hold = () =>
    new Promise<void>((done) => {
      if (!release) done();
      else {
        release = done;
        speak();
      }
    });
  navigator.locks.request(shared(), { steal }, hold).catch(() => {
    hush();
    watch(false);
  });
}

function begin(): void {
  page.Relais = order;
  const turn = () => {
    clearTimeout(timer);
    if (document.hidden) timer = setTimeout(quiet, 60_000);
    else watch();
  };
  addEventListener('visibilitychange', turn);
  addEventListener('pageshow', turn);
  addEventListener('pagehide', quiet);
  addEventListener('storage', (event) => event.key === `${shared()}chat` && load());
  (window.requestIdleCallback || setTimeout)(() => {
    for (const args of early?.q || []) order(...args);
    try {
      if (`${shared()}chat` in localStorage) load();
    } catch {
      // No storage here: nothing was kept, the page only listens.
    }
    watch();
  });
}

if (!early || early.q) begin();
