/** The panel's entry: joins the visitor's client, the view and the loader's button. */
import { browserChance, browserClock } from '@relais/core/link/clock';
import { browserSignals } from '@relais/core/link/page_signals';
import { Store } from '@relais/core/link/store';
import { openBrowserWire } from '@relais/core/link/wire';
import { browserChannel, browserLocks } from '@relais/core/tabs/browser_tabs';
import { prefixOf } from '@relais/core/visitor/kept';
import type { VisitorState } from '@relais/core/visitor/state';
import { VisitorClient } from '@relais/core/visitor/visitor_client';
import type { Host, Panel } from './host.ts';
import css from './panel.css?inline';
import { attributes, button, make, say } from './view/dom.ts';
import { SENDING_MS } from './view/log_view.ts';
import { PanelView, waitedMs } from './view/panel_view.ts';
import { CHOICES_AFTER_MS } from './view/waiting_view.ts';
import { en } from './words/en.ts';
import { fr } from './words/fr.ts';

/** Nobody waits longer than this for a panel that cannot connect. */
const ADMIT_WAIT_MS = 8000;
/** A line about a lost race stays so long. */
const LINE_SHOWN_MS = 12_000;

class WidgetPanel implements Panel {
  private readonly words;
  private readonly client: VisitorClient;
  private readonly view: PanelView;
  private readonly button: HTMLButtonElement;
  private readonly badge = make('span', 'badge');
  private readonly line = make('div', 'bubble');
  private readonly session = new Store(() => sessionStorage);
  private readonly keys: { readonly open: string; readonly draft: string };
  private shown = false;
  private frame = 0;
  private seen = 0;
  private ended = false;

  constructor(private readonly host: Host) {
    const { settings, language, origin, element } = host;
    const site = settings.site ?? '';
    this.words = language === 'fr' ? fr : en;
    this.keys = { open: `${prefixOf(site)}open`, draft: `${prefixOf(site)}draft` };
    const { locks, channel } = { locks: browserLocks, channel: browserChannel };
    const page = { title: document.title.slice(0, 200), url: location.origin + location.pathname };
    const url = `${origin.replace('http', 'ws')}v1/sites/${site}/visitor`;
    this.client = new VisitorClient(
      { site, url, language, page, build: RELAIS_BUILD },
      {
        clock: browserClock,
        chance: browserChance,
        signals: browserSignals,
        open: openBrowserWire,
        store: new Store(() => localStorage),
        locks,
        channel,
      },
    );
    const root = element.shadowRoot as ShadowRoot;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.button = root.querySelector('button') as HTMLButtonElement;
    element.dataset.theme = settings.theme ?? 'auto';
    this.view = new PanelView(this.client, {
      words: this.words,
      language,
      canLeave: settings.leaveMessage !== false,
      name: settings.name ?? null,
      draft: this.session.get(this.keys.draft) ?? '',
      minimise: () => this.close(),
      keepDraft: (text) =>
        text ? this.session.set(this.keys.draft, text) : this.session.remove(this.keys.draft),
    });
    this.view.element.hidden = true;
    this.line.hidden = true;
    attributes(this.button, { 'aria-haspopup': 'dialog', 'aria-expanded': 'false' });
    this.button.after(this.view.element, this.line);
    this.seen = lastAgentSeq(this.client.state());
  }

  start(): void {
    this.client.subscribe((state) => this.changed(state));
    document.addEventListener('visibilitychange', () => this.draw());
    this.client.start();
    const goesOn = this.client.state().token !== null;
    if (goesOn && this.session.get(this.keys.open) !== null) this.reveal(false);
    else this.draw();
    emit('ready');
  }

  /** Asks for a place before anything is drawn; who has a conversation already has one. */
  open(): void {
    if (this.shown) return;
    const { conversation, entries, unsent } = this.client.state();
    if (conversation || entries.length > 0 || unsent.length > 0) {
      this.reveal(true);
      return;
    }
    if (this.button.hasAttribute('aria-busy')) return;
    this.button.setAttribute('aria-busy', 'true');
    let waiting = true;
    const settle = (run: () => void) => {
      if (waiting) run();
      waiting = false;
      cancel();
      this.button.removeAttribute('aria-busy');
    };
    const cancel = browserClock.after(ADMIT_WAIT_MS, () =>
      settle(() => this.tell(this.words.unreachable, false)),
    );
    this.client.admit((outcome) => {
      if (outcome.kind === 'ack') settle(() => this.reveal(true));
      else settle(() => this.turnedAway());
    });
  }

  close(): void {
    if (!this.shown) return;
    this.shown = false;
    this.view.element.hidden = true;
    this.session.remove(this.keys.open);
    this.button.setAttribute('aria-expanded', 'false');
    this.draw();
    this.button.focus();
    emit('close');
  }

  reset(): void {
    this.client.reset();
    this.session.remove(this.keys.draft);
    if (this.shown) this.close();
  }

  private reveal(focus: boolean): void {
    this.shown = true;
    this.line.hidden = true;
    this.view.element.hidden = false;
    this.session.set(this.keys.open, '1');
    this.button.setAttribute('aria-expanded', 'true');
    this.draw();
    if (focus) this.view.focus();
    emit('open');
  }

  /** Lost the race for the last place: the button goes, one line says why. */
  private turnedAway(): void {
    this.host.show(false);
    this.tell(this.words.taken, this.host.settings.leaveMessage !== false);
  }

  private tell(words: string, leave: boolean): void {
    const text = attributes(make('p', ''), { role: 'status' });
    const close = button('link', this.words.close, () => this.hideLine());
    this.line.replaceChildren(text, close);
    if (leave) {
      const form = () => {
        this.reveal(false);
        this.view.openLeave();
      };
      close.before(button('link', this.words.leave, form));
    }
    this.line.hidden = false;
    say(text, words);
    if (!leave) browserClock.after(LINE_SHOWN_MS, () => this.hideLine());
  }

  private hideLine(): void {
    this.line.hidden = true;
  }

  private changed(state: VisitorState): void {
    const { conversation } = state;
    const ended = conversation?.state === 'ended';
    if (ended && !this.ended) emit('ended', conversation?.ended);
    this.ended = ended;
    if (this.frame !== 0) return;
    // A hidden page gets no frames; there a timer does, and nobody looks.
    const later = document.hidden ? (run: () => void) => setTimeout(run, 100) : requestAnimationFrame;
    this.frame = 1;
    later(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const state = this.client.state();
    if (this.shown) {
      this.view.draw(state);
      this.again(state);
    }
    const last = lastAgentSeq(state);
    if (this.shown && !document.hidden) {
      this.seen = last;
      this.client.read(state.entries[state.entries.length - 1]?.seq ?? 0);
    }
    const unread = state.entries.filter(
      ({ seq, author }) => author.kind === 'agent' && (seq ?? 0) > this.seen,
    ).length;
    this.drawButton(state, unread);
  }

  private drawButton(state: VisitorState, unread: number): void {
    const { conversation, unsent, availability, link } = state;
    const running = (conversation !== null && conversation.state !== 'ended') || unsent.length > 0;
    const label = running ? this.words.resume : this.words.launch;
    if (this.button.firstChild?.textContent !== label) this.button.replaceChildren(label, this.badge);
    say(this.badge, unread ? String(unread) : '');
    this.badge.hidden = unread === 0;
    if (unread) this.badge.setAttribute('aria-label', this.words.newLines.replace('{n}', String(unread)));
    if (running) this.host.show(true);
    else if (availability && link === 'online') this.host.show(availability.state === 'open');
    this.button.style.visibility = this.shown ? 'hidden' : '';
    emit('unread', unread);
  }

  /** What a moment changes without a frame from the server: "not sent yet", the choices at 15 s. */
  private again(state: VisitorState): void {
    const waited = waitedMs(state);
    const young = state.unsent.some((one) => Date.now() - one.at < SENDING_MS);
    if (young || (waited !== null && waited < CHOICES_AFTER_MS)) this.tick();
  }

  private ticking = false;
  private tick(): void {
    if (this.ticking) return;
    this.ticking = true;
    browserClock.after(1000, () => {
      this.ticking = false;
      this.draw();
    });
  }
}

function emit(name: string, detail?: unknown): void {
  document.dispatchEvent(new CustomEvent(`relais:${name}`, { detail }));
}

function lastAgentSeq({ entries }: VisitorState): number {
  let last = 0;
  for (const { seq, author } of entries) if (author.kind === 'agent' && (seq ?? 0) > last) last = seq ?? 0;
  return last;
}

export function start(host: Host): Panel {
  const panel = new WidgetPanel(host);
  panel.start();
  return panel;
}
