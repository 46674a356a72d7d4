/** The panel's entry: joins the visitor's client, the view and the loader's button. */
import { after, browserChance, browserClock } from '@relais/core/link/clock';
import { browserSignals } from '@relais/core/link/page_signals';
import { Store } from '@relais/core/link/store';
import { openBrowserWire } from '@relais/core/link/wire';
import { browserChannel, browserLocks } from '@relais/core/tabs/browser_tabs';
import { prefixOf } from '@relais/core/visitor/kept';
import type { VisitorState } from '@relais/core/visitor/state';
import { VisitorClient } from '@relais/core/visitor/visitor_client';
import type { Host, Panel } from './host.ts';
import css from './panel.css?inline';
import { button, fill, make, say } from './view/dom.ts';
import { SENDING_MS } from './view/log_view.ts';
import { PanelView, waitedMs } from './view/panel_view.ts';
import { CHOICES_AFTER_MS } from './view/waiting_view.ts';
import { en } from './words/en.ts';
import { fr, type Words } from './words/fr.ts';

/** Nobody waits longer than this for a panel that cannot connect. */
const ADMIT_WAIT_MS = 8000;

const words: Words = PANEL_LANGUAGE === 'fr' ? fr : en;

const emit = (name: string, detail?: unknown): boolean =>
  document.dispatchEvent(new CustomEvent(`relais:${name}`, { detail }));

const lastAgentSeq = ({ entries }: VisitorState): number =>
  Math.max(0, ...entries.map(({ seq, author }) => (author.kind === 'agent' ? (seq ?? 0) : 0)));

class WidgetPanel implements Panel {
  private readonly client: VisitorClient;
  private readonly view: PanelView;
  private readonly button: HTMLButtonElement;
  private readonly badge = make('span', 'badge');
  private readonly line = make('div', 'bubble');
  private readonly session = new Store(() => sessionStorage);
  private readonly openKey: string;
  private readonly draftKey: string;
  private shown = false;
  private drawing = false;
  private ticking = false;
  /** The last line of an agent that the visitor has had before his eyes. */
  private seen: number;
  private unread = 0;
  private ended = false;

  constructor(private readonly host: Host) {
    const { settings, language, origin, element } = host;
    const { site = '' } = settings;
    this.openKey = `${prefixOf(site)}open`;
    this.draftKey = `${prefixOf(site)}draft`;
    this.client = new VisitorClient(
      {
        site,
        url: `${origin.replace('http', 'ws')}v1/sites/${site}/visitor`,
        language,
        page: { title: document.title, url: location.origin + location.pathname },
        build: RELAIS_BUILD,
      },
      {
        clock: browserClock,
        chance: browserChance,
        signals: browserSignals,
        open: openBrowserWire,
        store: new Store(() => localStorage),
        locks: browserLocks,
        channel: browserChannel,
      },
    );
    this.view = new PanelView(this.client, {
      words,
      language,
      canLeave: settings.leaveMessage !== false,
      name: settings.name,
      minimise: () => this.close(),
      draft: {
        keep: (text) => (text ? this.session.set(this.draftKey, text) : this.session.remove(this.draftKey)),
        kept: () => this.session.get(this.draftKey) ?? '',
      },
    });
    this.button = this.dress(element);
    this.view.element.hidden = true;
    this.line.hidden = true;
    this.button.after(this.view.element, this.line);
    this.seen = lastAgentSeq(this.client.state());
  }

  /** Puts the panel's style on the host element; returns the button that the loader has made. */
  private dress(element: HTMLElement): HTMLButtonElement {
    const root = element.shadowRoot as ShadowRoot;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    const dark = matchMedia('(prefers-color-scheme: dark)');
    const wear = () =>
      element.setAttribute('data-theme', this.host.settings.theme ?? (dark.matches ? 'dark' : 'light'));
    dark.addEventListener('change', wear);
    wear();
    return root.querySelector('button') as HTMLButtonElement;
  }

  start(): void {
    this.client.subscribe((state) => this.changed(state));
    document.addEventListener('visibilitychange', () => this.draw());
    this.client.start();
    if (this.client.state().token !== null && this.session.get(this.openKey)) this.reveal(false);
    else this.draw();
  }

  /** Asks for a place before anything is drawn; who has a conversation already has one. */
  open(): void {
    const { conversation, entries, unsent } = this.client.state();
    if (this.shown || this.button.ariaBusy) return;
    if (conversation || entries.length + unsent.length > 0) {
      this.reveal(true);
      return;
    }
    this.button.ariaBusy = 'true';
    const settle = (run: () => void) => {
      cancel();
      if (this.button.ariaBusy) run();
      this.button.ariaBusy = null;
    };
    const cancel = after(ADMIT_WAIT_MS, () => settle(() => this.tell(words.unreachable, false)));
    this.client.admit(({ kind }) =>
      settle(() => {
        if (kind === 'ack') this.reveal(true);
        else this.turnedAway();
      }),
    );
  }

  close(): void {
    if (!this.shown) return;
    this.session.remove(this.openKey);
    this.show(false);
    this.button.focus();
    emit('close');
  }

  reset(): void {
    this.client.reset();
    this.session.remove(this.draftKey);
    this.close();
  }

  private reveal(focus: boolean): void {
    this.line.hidden = true;
    this.session.set(this.openKey, '1');
    this.show(true);
    if (focus) this.view.focus();
    emit('open');
  }

  private show(shown: boolean): void {
    this.shown = shown;
    this.view.element.hidden = !shown;
    this.button.ariaExpanded = String(shown);
    this.draw();
  }

  /** Lost the race for the last place: the button goes, one line says why. */
  private turnedAway(): void {
    this.host.show(false);
    this.tell(words.taken, this.host.settings.leaveMessage !== false);
  }

  private tell(text: string, leave: boolean): void {
    const told = make('p', '', { role: 'status' });
    const close = button('link', words.close, () => {
      this.line.hidden = true;
    });
    const form = button('link', words.leave, () => {
      this.reveal(false);
      this.view.openLeave();
    });
    form.hidden = !leave;
    this.line.replaceChildren(told, form, close);
    this.line.hidden = false;
    say(told, text);
  }

  /** One drawing a frame, however many frames come from the server; a hidden page is drawn by a timer. */
  private changed({ conversation }: VisitorState): void {
    const ended = conversation?.state === 'ended';
    if (ended && !this.ended) emit('ended', conversation.ended);
    this.ended = ended;
    if (this.drawing) return;
    this.drawing = true;
    const draw = () => {
      this.drawing = false;
      this.draw();
    };
    if (document.hidden) after(100, draw);
    else requestAnimationFrame(draw);
  }

  private draw(): void {
    const state = this.client.state();
    if (this.shown) {
      this.view.draw(state);
      this.again(state);
      if (!document.hidden) {
        this.seen = lastAgentSeq(state);
        this.client.read(state.entries[state.entries.length - 1]?.seq ?? 0);
      }
    }
    this.drawButton(state);
  }

  private drawButton({ conversation, unsent, availability, entries, link }: VisitorState): void {
    const running = (conversation && conversation.state !== 'ended') || unsent.length > 0;
    const label = running ? words.resume : words.launch;
    if (this.button.firstChild?.textContent !== label) this.button.replaceChildren(label, this.badge);
    const unread = entries.filter(
      ({ seq, author }) => author.kind === 'agent' && (seq ?? 0) > this.seen,
    ).length;
    say(this.badge, unread ? String(unread) : '');
    if (unread) this.badge.ariaLabel = unread === 1 ? words.newLine : fill(words.newLines, unread);
    if (unread !== this.unread) emit('unread', unread);
    this.unread = unread;
    if (running) this.host.show(true);
    else if (availability && link === 'online') this.host.show(availability.state === 'open');
    this.button.style.visibility = this.shown ? 'hidden' : '';
  }

  /** What a moment changes without a frame from the server: "not sent yet", the choices at 15 s. */
  private again(state: VisitorState): void {
    const young = state.unsent.some((one) => Date.now() - one.at < SENDING_MS);
    if (this.ticking || !(young || (waitedMs(state) ?? CHOICES_AFTER_MS) < CHOICES_AFTER_MS)) return;
    this.ticking = true;
    after(1000, () => {
      this.ticking = false;
      this.draw();
    });
  }
}

export function start(host: Host): Panel {
  const panel = new WidgetPanel(host);
  panel.start();
  return panel;
}
