/** The panel: header, notices, transcript, waiting card, composer or form. Draws a state; decides nothing. */

import type { VisitorState } from '@relais/core/visitor/state';
import type { VisitorClient } from '@relais/core/visitor/visitor_client';
import type { Words } from '../words/fr.ts';
import { Composer } from './composer.ts';
import { attributes, button, fill, iconButton, make, say } from './dom.ts';
import { LeaveForm, type LeaveStage } from './leave_form.ts';
import { LogView } from './log_view.ts';
import { WaitingView } from './waiting_view.ts';

const MINIMISE = 'M6 9l6 6 6-6';
const END = 'M6 6l12 12M18 6L6 18';
/** Nearer to the end than this, new lines keep the view at the end. */
const NEAR_END_PX = 80;

export interface PanelOptions {
  readonly words: Words;
  readonly language: string;
  readonly canLeave: boolean;
  readonly name: string | null;
  readonly draft: string;
  minimise(): void;
  keepDraft(text: string): void;
}

export class PanelView {
  readonly element: HTMLElement;
  private readonly face = attributes(make('span', 'face'), { 'aria-hidden': 'true' });
  private readonly title = make('h2', '');
  private readonly under = make('p', 'under');
  private readonly notice = make('p', 'notice');
  private readonly action: HTMLButtonElement;
  private readonly announced = attributes(make('p', 'sr'), { role: 'status' });
  private readonly typing = attributes(make('p', 'typing'), { role: 'status' });
  private readonly scroll = make('div', 'scroll');
  private readonly greeting: HTMLElement;
  private readonly more: HTMLButtonElement;
  private readonly endButton: HTMLButtonElement;
  private readonly confirm: HTMLDialogElement;
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
    const { words, language } = options;
    this.log = new LogView(words, language, client, () => Date.now());
    this.waiting = new WaitingView(words, options.canLeave, {
      keepWaiting: () => {
        client.keepWaiting();
        this.composer.focus();
      },
      leaveMessage: () => this.openLeave(),
    });
    this.composer = new Composer(
      words,
      {
        send: (text) => {
          this.atEnd = true;
          client.post(text, options.name);
        },
        typing: () => client.typing(),
        draft: (text) => options.keepDraft(text),
      },
      options.draft,
    );
    this.leave = new LeaveForm(words, {
      send: (form) => {
        this.leftId = client.leaveMessage(form);
        this.stage('sending');
        this.draw(client.state());
      },
      back: () => this.closeLeave(),
    });
    this.action = button('link', words.reload, () => location.reload());
    this.greeting = make('p', 'greeting', words.greeting);
    this.more = button('more', words.toEnd, () => this.toEnd());
    this.endButton = iconButton('', words.end, END, () => this.askEnd());
    this.confirm = this.makeConfirm();
    this.element = this.assemble();
  }

  private assemble(): HTMLElement {
    const { words, minimise } = this.options;
    const who = make('div', 'names', this.title, this.under);
    const close = iconButton('', words.minimise, MINIMISE, minimise);
    const header = make('header', '', this.face, who, this.endButton, close);
    attributes(this.notice, { role: 'status' });
    attributes(this.scroll, { tabindex: '0', role: 'group', 'aria-label': words.chat });
    this.scroll.append(this.greeting, this.log.element, this.typing, this.waiting.element);
    this.scroll.addEventListener('scroll', () => this.scrolled(), { passive: true });
    this.title.id = 't';
    const notices = make('div', 'notices', this.notice, this.action);
    const panel = make(
      'div',
      'panel',
      header,
      notices,
      this.scroll,
      this.more,
      this.leave.element,
      this.composer.element,
    );
    panel.append(this.announced, this.confirm);
    panel.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      if (this.confirm.open) this.confirm.close();
      else if (this.leaving) this.closeLeave();
      else minimise();
    });
    this.stage(null);
    return attributes(panel, { role: 'dialog', 'aria-labelledby': 't' });
  }

  private makeConfirm(): HTMLDialogElement {
    const { words } = this.options;
    const yes = button('main', words.endYes, () => {
      dialog.close();
      this.client.end();
      this.composer.focus();
    });
    const no = button('second', words.cancel, () => {
      dialog.close();
      this.endButton.focus();
    });
    const ask = attributes(make('p', '', words.endAsk), { id: 'ea' });
    const dialog = make('dialog', 'confirm', ask, make('div', 'choices', yes, no));
    return attributes(dialog, { 'aria-labelledby': 'ea' });
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
    if (stage !== null) this.leave.stage(stage);
  }

  private askEnd(): void {
    this.confirm.show();
    this.confirm.querySelector('button')?.focus();
  }

  draw(state: VisitorState): void {
    const { words } = this.options;
    this.drawHead(state);
    this.drawNotice(state);
    this.drawLeave(state);
    const missed = this.log.draw(state);
    if (missed > 0) say(this.announced, missed === 1 ? words.newLine : fill(words.newLines, { n: missed }));
    const begun = state.entries.length > 0 || state.unsent.length > 0;
    this.greeting.hidden = begun;
    this.waiting.draw(state, waitedMs(state));
    const name = state.conversation?.agent ?? words.agent;
    say(this.typing, state.agentTyping ? fill(words.typing, { name }) : '');
    const over = state.conversation?.state === 'ended';
    this.composer.invite(over ? words.messageAgain : words.message);
    if (this.atEnd) this.toEnd();
    this.more.hidden = this.atEnd || this.leaving !== null;
  }

  private drawHead({ conversation, link, entries, unsent }: VisitorState): void {
    const { words } = this.options;
    const agent = conversation?.state === 'active' ? conversation.agent : null;
    say(this.title, agent ?? words.title);
    say(this.face, agent ? agent.slice(0, 1).toUpperCase() : '');
    this.endButton.hidden = !conversation || conversation.state === 'ended';
    const begun = entries.length > 0 || unsent.length > 0;
    let under = words.someone;
    if (conversation?.state === 'active') under = words.answers;
    else if (conversation?.state === 'ended') under = words.over;
    else if (conversation || begun) under = words.arriving;
    else if (link !== 'online') under = words.connecting;
    say(this.under, under);
    this.face.classList.toggle('live', conversation?.state === 'active' && link === 'online');
  }

  private drawNotice({ link, stop, storing, reload, conversation, entries }: VisitorState): void {
    const { words } = this.options;
    const old = stop === 'too_old' || (reload && conversation === null && entries.length === 0);
    let notice = '';
    if (stop === 'too_old') notice = words.tooOld;
    else if (link === 'stopped') notice = words.refusedHere;
    else if (link === 'waiting' || (link === 'connecting' && entries.length > 0)) notice = words.offline;
    else if (storing === 'late') notice = words.late;
    say(this.notice, notice);
    this.action.hidden = !(old && notice);
    this.element.classList.toggle('troubled', notice !== '');
  }

  private drawLeave({ unsent }: VisitorState): void {
    if (this.leaving !== 'sending' || this.leftId === null) return;
    const mine = unsent.find((one) => one.id === this.leftId);
    if (!mine) {
      this.leftId = null;
      this.stage('sent');
    } else if (mine.failed !== null) {
      this.client.discard(mine.id);
      this.leftId = null;
      this.stage('refused');
    }
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

/** null: does not wait. */
export function waitedMs({ conversation, unsent }: VisitorState): number | null {
  if (conversation?.state === 'active') return null;
  const posts = unsent.filter((one) => one.body.kind === 'post' && one.failed === null);
  const since = conversation?.state === 'waiting' ? conversation.since : posts[0]?.at;
  if (conversation?.state === 'waiting') return Date.now() - (since ?? Date.now());
  return since === undefined || since === null ? null : Date.now() - since;
}
