/** Where the visitor writes: Enter sends, Shift+Enter makes a line, what is half written outlives the page. */
import { TEXT_POINTS_MAX } from '@relais/core/protocol/frames';
import type { Words } from '../words/fr.ts';
import { fill, iconButton, make, say } from './dom.ts';

const SEND = 'M5 12h13M12 5l7 7-7 7';
const HEIGHT_MAX = 140;

export interface ComposerActions {
  send(text: string): void;
  typing(): void;
  /** Keeps what is half written. */
  keep(text: string): void;
  kept(): string;
}

export class Composer {
  readonly element: HTMLFormElement;
  private readonly field: HTMLTextAreaElement;
  private readonly label = make('label', 'sr', { for: 'm' });
  private readonly problem = make('p', 'problem', { id: 'mp', role: 'alert' });

  constructor(
    private readonly words: Words,
    private readonly actions: ComposerActions,
  ) {
    const submit = (event: Event) => {
      event.preventDefault();
      this.submit();
    };
    const keydown = (event: Event) => {
      const { key, shiftKey, isComposing } = event as KeyboardEvent;
      if (key === 'Enter' && !shiftKey && !isComposing) submit(event);
    };
    const input = () => this.written();
    this.field = make('textarea', '', {
      id: 'm',
      rows: '1',
      'aria-describedby': 'mp',
      dir: 'auto',
      keydown,
      input,
    });
    const restore = () => {
      this.field.value = actions.kept();
    };
    restore();
    // A page that comes back by "back" does not know what was written or sent on the pages after it.
    addEventListener('pageshow', restore);
    const send = iconButton('send', words.send, SEND, () => {});
    send.type = 'submit';
    this.element = make('form', 'composer', { submit }, this.label, this.field, send, this.problem);
  }

  focus(): void {
    this.field.focus();
    this.grow();
  }

  text(): string {
    return this.field.value.trim();
  }

  invite(words: string): void {
    say(this.label, words);
    this.field.placeholder = words;
  }

  private written(): void {
    this.grow();
    const over = [...this.text()].length - TEXT_POINTS_MAX;
    say(this.problem, over > 0 ? fill(this.words.tooLong, over) : '');
    this.actions.keep(this.field.value);
    if (this.text()) this.actions.typing();
  }

  private submit(): void {
    const text = this.text();
    if (!text || this.problem.textContent) return;
    this.field.value = '';
    this.written();
    this.field.focus();
    this.actions.send(text);
  }

  private grow(): void {
    const { style } = this.field;
    style.height = 'auto';
    style.height = `${Math.min(this.field.scrollHeight + 3, HEIGHT_MAX)}px`;
  }
}
