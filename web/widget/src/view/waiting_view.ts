/** The card of somebody who waits: position, estimate, and from 15 s on the choices. */
import type { VisitorState } from '@relais/core/visitor/state';
import type { Words } from '../words/fr.ts';
import { attributes, button, fill, make, say } from './dom.ts';

export interface WaitingActions {
  keepWaiting(): void;
  leaveMessage(): void;
}

/** The visitor has waited for so long: he has the choices, whatever is broken. */
export const CHOICES_AFTER_MS = 15_000;

export class WaitingView {
  readonly element: HTMLElement;
  private readonly place = make('p', 'place');
  private readonly estimate = make('p', 'estimate');
  private readonly hint = make('p', 'hint');
  private readonly ask = make('p', 'ask');
  private readonly keep: HTMLButtonElement;
  private readonly leave: HTMLButtonElement;
  private readonly choices: HTMLElement;
  /** The choice was made for this state of the conversation. */
  private chosenAt: number | null = null;
  private asked = false;

  constructor(
    private readonly words: Words,
    private readonly canLeave: boolean,
    actions: WaitingActions,
  ) {
    this.keep = button('main', words.keepWaiting, () => {
      this.chosenAt = Date.now();
      this.choices.hidden = true;
      actions.keepWaiting();
    });
    this.leave = button('second', words.leave, () => actions.leaveMessage());
    this.choices = make('div', 'choices', this.ask, this.keep, ...(canLeave ? [this.leave] : []));
    const dots = attributes(make('span', 'dots', make('i', ''), make('i', ''), make('i', '')), {
      'aria-hidden': 'true',
    });
    const news = attributes(make('div', '', this.place, this.estimate, this.hint), { role: 'status' });
    this.element = make('div', 'waiting', dots, news, this.choices);
    this.element.hidden = true;
  }

  /** `waitedMs`: since the arrival, or since the first message was written when not even that is stored yet. */
  draw(state: VisitorState, waitedMs: number | null): void {
    const { words } = this;
    this.element.hidden = waitedMs === null;
    if (waitedMs === null) {
      this.asked = false;
      this.chosenAt = null;
      return;
    }
    const { conversation, link, storing } = state;
    const fault = link !== 'online' || storing === 'late';
    const late = fault && waitedMs >= CHOICES_AFTER_MS;
    this.drawPlace(state, late);
    const offered = conversation?.choices === true;
    if (!offered) this.chosenAt = null;
    this.choices.hidden = !(offered && this.chosenAt === null) && !late;
    this.keep.disabled = fault;
    this.leave.disabled = fault;
    say(this.ask, this.canLeave ? words.choices : '');
    this.asked = this.asked || offered;
  }

  private drawPlace({ conversation }: VisitorState, late: boolean): void {
    const { words } = this;
    const position = conversation?.position ?? null;
    const seconds = conversation?.estimate_s ?? null;
    const place =
      position === null
        ? words.waitSoon
        : position === 1
          ? words.waitNext
          : fill(words.waitPlace, { n: position });
    say(this.place, place);
    const minutes = Math.ceil((seconds ?? 0) / 60);
    say(
      this.estimate,
      seconds === null ? '' : minutes <= 1 ? words.waitMinute : fill(words.waitMinutes, { n: minutes }),
    );
    say(this.hint, late ? words.faultWait : words.waitStay);
  }
}
