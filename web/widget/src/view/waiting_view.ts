/** The card of somebody who waits: position, estimate, and from 15 s on the choices. */
import type { VisitorState } from '@relais/core/visitor/state';
import type { Words } from '../words/fr.ts';
import { button, fill, make, say } from './dom.ts';

/** The visitor has waited for so long: he has the choices, whatever is broken. */
export const CHOICES_AFTER_MS = 15_000;

export class WaitingView {
  readonly element: HTMLElement;
  private readonly place = make('p', 'place');
  private readonly estimate = make('p');
  private readonly hint = make('p', 'hint');
  private readonly keep: HTMLButtonElement;
  private readonly leave: HTMLButtonElement;
  private readonly choices: HTMLElement;
  /** The visitor has answered the choices as they are offered now. */
  private chosen = false;

  constructor(
    private readonly words: Words,
    canLeave: boolean,
    keepWaiting: () => void,
    leaveMessage: () => void,
  ) {
    this.keep = button('main', words.keepWaiting, () => {
      this.chosen = true;
      this.choices.hidden = true;
      keepWaiting();
    });
    this.leave = button('second', words.leave, leaveMessage);
    this.leave.hidden = !canLeave;
    this.choices = make('div', 'choices', {}, make('p', 'ask', {}, words.choices), this.keep, this.leave);
    const news = make('div', '', { role: 'status' }, this.place, this.estimate, this.hint);
    this.element = make('div', 'waiting', {}, make('i'), news, this.choices);
  }

  /** `waitedMs`: since the arrival, or since the first message was written when not even that is stored yet; null: does not wait. */
  draw({ conversation, link, storing }: VisitorState, waitedMs: number | null): void {
    const { words } = this;
    this.element.hidden = waitedMs === null;
    const fault = link !== 'online' || storing === 'late';
    const late = fault && (waitedMs ?? 0) >= CHOICES_AFTER_MS;
    const offered = conversation?.choices === true;
    this.chosen = this.chosen && offered;
    this.choices.hidden = !late && (!offered || this.chosen);
    this.keep.disabled = fault;
    this.leave.disabled = fault;
    const position = conversation?.position;
    const minutes = Math.ceil((conversation?.estimate_s ?? 0) / 60);
    const estimate = minutes > 1 ? fill(words.waitMinutes, minutes) : words.waitMinute;
    say(
      this.place,
      !position ? words.waitSoon : position === 1 ? words.waitNext : fill(words.waitPlace, position),
    );
    say(this.estimate, minutes ? estimate : '');
    say(this.hint, late ? words.faultWait : words.waitStay);
  }
}
