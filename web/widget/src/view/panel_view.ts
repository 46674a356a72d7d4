/** The panel: header, notices, transcript, waiting card, composer or form. Draws a state; decides nothing. */
import type { VisitorState } from '@relais/core/visitor/state';
import type { VisitorClient } from '@relais/core/visitor/visitor_client';
import type { Words } from '../words/fr.ts';
import { Composer, type ComposerActions } from './composer.ts';
import { button, fill, iconButton, make, say } from './dom.ts';
import { LeaveForm, type LeaveStage } from './leave_form.ts';
import { LogView } from './log_view.ts';
import { WaitingView } from './waiting_view.ts';

const MINIMISE = 'M6 9l6 6 6-6';
/** Nearer to the end than this, new lines keep the view at the end. */
const NEAR_END_PX = 80;

export interface PanelOptions {
  readonly words: Words;
  readonly language: string;
  readonly canLeave: boolean;
  readonly name: string | undefined;
  minimise(): void;
  readonly draft: Pick<ComposerActions, 'keep' | 'kept'>;
}

export class PanelView {
  readonly element: HTMLElement;
  private readonly face = make('span', 'face', { 'aria-hidden': 'true' });
  private readonly title = make('h2', '', { id: 't' });
  private readonly under = make('p', 'under');
  private readonly notice = make('p', 'notice', { role: 'status' });
  private readonly announced = make('p', 'sr', { role: 'status' });
  private readonly typing = make('p', 'typing', { role: 'status' });
  private readonly scroll: HTMLElement;
  private readonly greeting: HTMLElement;
  private readonly more: HTMLElement;
  private readonly end: HTMLButtonElement;
  private readonly log: LogView;
  private readonly waiting: WaitingView;
  private readonly composer: Composer;
  private readonly leave: LeaveForm;
  private leaving: LeaveStage | null = null;
  private leftId: string | null = null;
  private atEnd = true;

  constructor(
    private readonly client: VisitorClient,
    private readonly options: PanelOptions,
  ) {
    const { words } = options;
    this.log = new LogView(words, options.language, client);
    const keepWaiting = () => {
      client.choose('keep_waiting');
      this.composer.focus();
    };
    this.waiting = new WaitingView(words, options.canLeave, keepWaiting, () => this.openLeave());
    const send = (text: string) => {
      this.atEnd = true;
      client.post(text, options.name);
    };
    this.composer = new Composer(words, { send, typing: () => client.typing(), ...options.draft });
    this.leave = new LeaveForm(
      words,
      (form) => {
        this.leftId = client.leaveMessage(form);
        this.stage('sending');
      },
      () => this.closeLeave(),
    );
    this.greeting = make('p', 'body', {}, words.greeting);
    this.more = button('more', words.toEnd, () => this.toEnd());
    this.end = this.endButton();
    const scroll = () => this.scrolled();
    this.scroll = make(
      'div',
      'scroll',
      { tabindex: '0', role: 'group', 'aria-label': words.chat, scroll },
      this.greeting,
      this.log.element,
      this.typing,
      this.waiting.element,
    );
    this.element = this.assemble();
    this.stage(null);
  }

  private assemble(): HTMLElement {
    const { words, minimise } = this.options;
    const keydown = (event: Event) => {
      if ((event as KeyboardEvent).key !== 'Escape') return;
      if (this.leaving) this.closeLeave();
      else minimise();
    };
    return make(
      'div',
      'panel',
      { role: 'dialog', 'aria-labelledby': 't', keydown },
      make(
        'header',
        '',
        {},
        this.face,
        make('div', 'names', {}, this.title, this.under),
        this.end,
        iconButton('', words.minimise, MINIMISE, minimise),
      ),
      this.notice,
      this.scroll,
      this.more,
      this.leave.element,
      this.composer.element,
      this.announced,
    );
  }

  /** Asks for a second press, in words; until then, or when the focus leaves it, nothing is ended. */
  private endButton(): HTMLButtonElement {
    const { words } = this.options;
    const end = button('link', words.end, () => {
      if (end.textContent === words.end) {
        say(end, words.endSure);
        say(this.announced, words.endSure);
      } else {
        this.client.choose('end');
        this.composer.focus();
      }
    });
    end.addEventListener('blur', () => say(end, words.end));
    return end;
  }

  focus(): void {
    if (this.leaving === null) this.composer.focus();
    this.toEnd();
  }

  openLeave(): void {
    this.stage('form');
    this.leave.open(this.composer.text());
  }

  private closeLeave(): void {
    this.stage(null);
    this.composer.focus();
  }

  private stage(stage: LeaveStage | null): void {
    this.leaving = stage;
    this.leave.element.hidden = stage === null;
    this.scroll.hidden = stage !== null;
    this.composer.element.hidden = stage !== null;
    if (stage) this.leave.stage(stage);
  }

  draw(state: VisitorState): void {
    const { words } = this.options;
    const begun = state.entries.length + state.unsent.length > 0;
    this.drawHead(state, begun);
    this.drawNotice(state, begun);
    this.drawLeave(state);
    const missed = this.log.draw(state);
    if (missed) say(this.announced, missed === 1 ? words.newLine : fill(words.newLines, missed));
    this.greeting.hidden = begun;
    this.waiting.draw(state, waitedMs(state));
    say(this.typing, state.agentTyping ? fill(words.typing, state.conversation?.agent ?? words.agent) : '');
    this.composer.invite(state.conversation?.state === 'ended' ? words.messageAgain : words.message);
    if (this.atEnd) this.toEnd();
    this.more.hidden = this.atEnd || this.leaving !== null;
  }

  private drawHead({ conversation, link }: VisitorState, begun: boolean): void {
    const { words } = this.options;
    const active = conversation?.state === 'active';
    const ended = conversation?.state === 'ended';
    const agent = active ? conversation.agent : null;
    say(this.title, agent ?? words.title);
    say(this.face, agent?.slice(0, 1).toUpperCase() ?? '?');
    this.end.hidden = !conversation || ended;
    const empty = link === 'online' ? words.someone : words.connecting;
    say(this.under, active ? words.answers : ended ? words.over : begun ? words.arriving : empty);
  }

  private drawNotice({ link, stop, storing, reload }: VisitorState, begun: boolean): void {
    const { words } = this.options;
    const away = link === 'waiting' || (link === 'connecting' && begun);
    let notice = storing === 'late' ? words.late : '';
    if (away) notice = words.offline;
    if (link === 'stopped') notice = words.unreachable;
    if (stop === 'too_old' || (reload && !begun)) notice = words.tooOld;
    say(this.notice, notice);
    this.notice.hidden = !notice;
  }

  private drawLeave({ unsent }: VisitorState): void {
    if (this.leftId === null) return;
    const mine = unsent.find((one) => one.id === this.leftId);
    if (mine && mine.failed === null) return;
    this.leftId = null;
    if (mine) this.client.discard(mine.id);
    this.stage(mine ? 'refused' : 'sent');
  }

  private scrolled(): void {
    const { scrollHeight, scrollTop, clientHeight } = this.scroll;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    this.more.hidden = this.atEnd;
  }

  private toEnd(): void {
    this.scroll.scrollTop = this.scroll.scrollHeight;
    this.atEnd = true;
    this.more.hidden = true;
  }
}

/** null: does not wait. Before the server knows of him, a visitor waits since his first unsent message. */
export function waitedMs({ conversation, unsent }: VisitorState): number | null {
  if (conversation?.state === 'active') return null;
  const first = unsent.find((one) => one.body.kind === 'post' && one.failed === null);
  const since = conversation?.state === 'waiting' ? (conversation.since ?? Date.now()) : first?.at;
  return since === undefined ? null : Date.now() - since;
}
