/** Where the visitor writes: Enter sends, Shift+Enter makes a line, what is half written outlives the page. */
import { TEXT_POINTS_MAX } from '@relais/core/protocol/frames';
import type { Words } from '../words/fr.ts';
import { attributes, fill, iconButton, make, say } from './dom.ts';

const SEND = 'M5 12h13M12 5l7 7-7 7';

export interface ComposerActions {
  send(text: string): void;
  typing(): void;
  /** Keeps what is half written. */
  draft(text: string): void;
}

export class Composer {
  readonly element: HTMLFormElement;
  private readonly field = make('textarea', '');
  private readonly label = make('label', 'sr');
  private readonly problem = make('p', 'problem');
  private readonly send: HTMLButtonElement;

  constructor(
    private readonly words: Words,
    private readonly actions: ComposerActions,
    draft: string,
  ) {
    attributes(this.field, {
      id: 'm',
      rows: '1',
      enterkeyhint: 'send',
      'aria-describedby': 'mp',
      dir: 'auto',
    });
    this.label.htmlFor = 'm';
    attributes(this.problem, { id: 'mp', role: 'alert' });
    this.send = iconButton('send', words.send, SEND, () => {});
    this.send.type = 'submit';
    this.element = make('form', 'composer', this.label, this.field, this.send, this.problem);
    this.field.value = draft;
    this.field.addEventListener('input', () => this.written());
    this.field.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.submit();
    });
    this.element.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.invite(words.message);
  }

  focus(): void {
    this.field.focus();
    this.grow();
  }

  text(): string {
    return this.field.value;
  }

  invite(words: string): void {
    say(this.label, words);
    this.field.placeholder = words;
  }

  private written(): void {
    this.grow();
    this.check();
    this.actions.draft(this.field.value);
    if (this.field.value.trim()) this.actions.typing();
  }

  /** True if it may be sent. */
  private check(): boolean {
    const over = [...this.field.value.trim()].length - TEXT_POINTS_MAX;
    say(this.problem, over > 0 ? fill(this.words.tooLong, { n: over }) : '');
    return over <= 0;
  }

  private submit(): void {
    const text = this.field.value.trim();
    if (!text || !this.check()) return;
    this.field.value = '';
    this.actions.draft('');
    this.grow();
    this.field.focus();
    this.actions.send(text);
  }

  private grow(): void {
    const { style } = this.field;
    style.height = 'auto';
    style.height = `${Math.min(this.field.scrollHeight + 2, 140)}px`;
  }
}
