/**
 * The transcript: lines are added one by one to a live region, history is put in before the region is live. Nothing is drawn twice: a
 * line is known by its number.
 */
import type { Unsent } from '@relais/core/link/outbox';
import type { Entry } from '@relais/core/protocol/frames';
import type { VisitorState } from '@relais/core/visitor/state';
import type { Words } from '../words/fr.ts';
import { attributes, button, fill, linked, make, say } from './dom.ts';

export interface LogActions {
  retry(id: string): void;
  discard(id: string): void;
}

/** A message on its way for longer is said to be "not sent yet". */
export const SENDING_MS = 5000;

export class LogView {
  readonly element: HTMLElement;
  private readonly log = make('div', 'log');
  private readonly own = make('div', 'own');
  private readonly mark = make('p', 'mark');
  private readonly drawn = new Map<number, HTMLElement>();
  private of: string | null = null;
  private readonly time: Intl.DateTimeFormat;

  constructor(
    private readonly words: Words,
    language: string,
    private readonly actions: LogActions,
    private readonly now: () => number,
  ) {
    this.time = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
    this.element = make('div', 'lines', this.log, this.mark, this.own);
    attributes(this.log, { role: 'log', 'aria-label': words.chat });
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
    this.log.setAttribute('aria-live', silently ? 'off' : 'polite');
    for (const entry of fresh) this.insert(entry);
    this.drawMark(state);
    this.drawUnsent(state);
    return silently ? fresh.filter((entry) => entry.author.kind === 'agent').length : 0;
  }

  private insert(entry: Entry): void {
    const number = entry.seq ?? 0;
    const line = this.line(entry);
    let next: HTMLElement | null = null;
    for (const [other, element] of this.drawn) {
      if (other > number && (next === null || Number(next.dataset.seq) > other)) next = element;
    }
    line.dataset.seq = String(number);
    this.drawn.set(number, line);
    this.log.insertBefore(line, next);
  }

  private line(entry: Entry): HTMLElement {
    if (entry.kind === 'system') return make('p', 'sys', this.system(entry));
    if (entry.kind === 'unknown') return make('p', 'sys none');
    const mine = entry.author.kind === 'visitor';
    const who = mine ? this.words.you : (entry.author.name ?? this.words.agent);
    const head = make('span', mine ? 'who sr' : 'who', who);
    const when = make('time', 'when', this.time.format(entry.at));
    when.dateTime = new Date(entry.at).toISOString();
    const body = make(
      'p',
      'body',
      ...linked(entry.body ?? this.words[entry.kind === 'call' ? 'sysCall' : 'sysFile']),
    );
    body.dir = 'auto';
    return make('div', mine ? 'line me' : 'line', head, body, when);
  }

  private system(entry: Entry): string {
    const { words } = this;
    const payload = entry.payload;
    const name = payload?.agent ?? words.agent;
    switch (payload?.what) {
      case 'started':
        return `${words.sysStarted} · ${this.time.format(entry.at)}`;
      case 'agent_joined':
        return fill(words.sysJoined, { name });
      case 'requeued':
        return words.sysRequeued;
      case 'transferred':
        return fill(words.sysTransferred, { name });
      case 'reopened':
        return words.sysReopened;
      case 'visitor_silent':
        return words.sysSilent;
      case 'ended':
        if (payload.why === 'left_message') return words.sysLeft;
        if (payload.by === 'visitor') return words.sysEndedYou;
        return payload.by === 'agent' ? words.sysEndedAgent : words.sysEnded;
      default:
        return entry.body ?? '';
    }
  }

  /** Under the last line, when it is the visitor's: sent or read. */
  private drawMark({ entries, conversation }: VisitorState): void {
    const texts = entries.filter((entry) => entry.kind === 'text');
    const last = texts[texts.length - 1];
    const mine = last?.author.kind === 'visitor' ? last.seq : null;
    const seen = mine !== null && mine <= (conversation?.read_seq ?? 0);
    say(this.mark, mine === null ? '' : seen ? this.words.read : this.words.sent);
  }

  private drawUnsent({ unsent, link, storing }: VisitorState): void {
    const posts = unsent.filter((one) => one.body.kind === 'post');
    this.own.replaceChildren(
      ...posts.map((one) => this.unsentLine(one, link === 'online' && storing === 'ok')),
    );
  }

  private unsentLine(one: Unsent, well: boolean): HTMLElement {
    const { words, actions } = this;
    const body = make('p', 'body', ...linked(one.body.text));
    body.dir = 'auto';
    const line = make('div', 'line me unsent', make('span', 'who sr', words.you), body);
    if (one.failed === null) {
      const young = well && this.now() - one.at < SENDING_MS;
      line.append(make('span', 'when', young ? words.sending : words.unsent));
      return line;
    }
    line.classList.add('failed');
    line.append(
      make('span', 'when', words.failed),
      button('link', words.retry, () => actions.retry(one.id)),
      button('link', words.discard, () => actions.discard(one.id)),
    );
    return line;
  }
}
