/**
 * The transcript: lines are added one by one to a live region, history is put in while the region is silent. Nothing is drawn twice: a
 * line is known by its number.
 */
import type { Unsent } from '@relais/core/link/outbox';
import type { Entry } from '@relais/core/protocol/frames';
import type { VisitorState } from '@relais/core/visitor/state';
import type { Words } from '../words/fr.ts';
import { button, fill, linked, make, say } from './dom.ts';

export interface LogActions {
  retry(id: string): void;
  discard(id: string): void;
}

/** A message on its way for longer is said to be "not sent yet". */
export const SENDING_MS = 5000;

export class LogView {
  readonly element: HTMLElement;
  private readonly log: HTMLElement;
  private readonly own = make('div');
  private readonly mark = make('p', 'mark');
  private readonly drawn = new Map<number, HTMLElement>();
  private of: string | null = null;
  private readonly time: Intl.DateTimeFormat;

  constructor(
    private readonly words: Words,
    language: string,
    private readonly actions: LogActions,
  ) {
    // In the visitor's own region, if it speaks the language of the panel.
    const region = navigator.language;
    this.time = new Intl.DateTimeFormat(region.startsWith(language) ? region : language, {
      hour: '2-digit',
      minute: '2-digit',
    });
    this.log = make('div', '', { role: 'log', 'aria-label': words.chat });
    this.element = make('div', '', {}, this.log, this.mark, this.own);
  }

  /** Returns how many lines were added without being announced one by one. */
  draw(state: VisitorState): number {
    if (state.transcriptOf !== this.of) {
      this.of = state.transcriptOf;
      this.drawn.clear();
      this.log.replaceChildren();
    }
    const fresh = state.entries.filter((entry) => !this.drawn.has(entry.seq ?? 0));
    const silently = fresh.length > 1 || state.catchingUp;
    this.log.ariaLive = silently ? 'off' : 'polite';
    for (const entry of fresh) this.insert(entry);
    this.drawMark(state);
    this.own.replaceChildren(
      ...state.unsent.filter((one) => one.body.kind === 'post').map((one) => this.unsentLine(one, state)),
    );
    return silently ? fresh.filter((entry) => entry.author.kind === 'agent').length : 0;
  }

  private insert(entry: Entry): void {
    const number = entry.seq ?? 0;
    const after = [...this.drawn.keys()].filter((other) => other > number);
    const line = this.line(entry);
    this.log.insertBefore(line, this.drawn.get(Math.min(...after)) ?? null);
    this.drawn.set(number, line);
  }

  private line(entry: Entry): HTMLElement {
    const { words } = this;
    if (entry.kind === 'system' || entry.kind === 'unknown') return make('p', 'sys', {}, this.system(entry));
    const mine = entry.author.kind === 'visitor';
    const who = mine ? words.you : (entry.author.name ?? words.agent);
    return make(
      'div',
      mine ? 'line me' : 'line',
      {},
      make('span', mine ? 'sr' : 'who', {}, who),
      make('p', 'body', { dir: 'auto' }, ...linked(entry.body ?? words.other)),
      make('time', 'when', {}, this.time.format(entry.at)),
    );
  }

  private system({ payload, at, body }: Entry): string {
    const { words } = this;
    const name = payload?.agent ?? words.agent;
    const ended = payload?.by === 'visitor' ? words.sysEndedYou : words.sysEndedAgent;
    const said: Readonly<Record<string, string>> = {
      started: `${words.sysStarted} · ${this.time.format(at)}`,
      agent_joined: fill(words.sysJoined, name),
      requeued: words.sysRequeued,
      transferred: fill(words.sysTransferred, name),
      reopened: words.sysReopened,
      visitor_silent: words.sysSilent,
      ended: payload?.why === 'left_message' ? words.sysLeft : payload?.by === 'system' ? words.over : ended,
    };
    return said[payload?.what ?? ''] ?? body ?? '';
  }

  /** Under the last line, when it is the visitor's: when, and sent or read. */
  private drawMark({ entries, conversation }: VisitorState): void {
    const last = entries[entries.length - 1];
    const mine = last?.author.kind === 'visitor';
    const seen = mine && (last.seq ?? 0) <= (conversation?.read_seq ?? 0);
    const { read, sent } = this.words;
    say(this.mark, mine ? `${this.time.format(last.at)} · ${seen ? read : sent}` : '');
    this.log.classList.toggle('marked', mine);
  }

  private unsentLine(one: Unsent, { link, storing }: VisitorState): HTMLElement {
    const { words, actions } = this;
    const young = link === 'online' && storing === 'ok' && Date.now() - one.at < SENDING_MS;
    const status = one.failed === null ? (young ? words.sending : words.unsent) : words.failed;
    const line = make(
      'div',
      one.failed === null ? 'line me unsent' : 'line me unsent failed',
      {},
      make('p', 'body', { dir: 'auto' }, ...linked(one.body.text)),
      make('span', 'when', {}, status),
    );
    if (one.failed !== null) {
      line.append(
        button('link', words.retry, () => actions.retry(one.id)),
        button('link', words.discard, () => actions.discard(one.id)),
      );
    }
    return line;
  }
}
