/** A message for later, with an e-mail address or a telephone number. Errors are told in words, at their field. */
import type { LeftMessageForm } from '@relais/core/visitor/visitor_client';
import type { Words } from '../words/fr.ts';
import { button, make, say } from './dom.ts';

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const PHONE_DIGITS_MIN = 6;

interface Field {
  readonly box: HTMLElement;
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  readonly problem: HTMLElement;
}

/** `fills` is what the browser may fill in, and the kind of the field; empty for the text itself. */
function field(label: string, fills: string): Field {
  const id = `l${fills}`;
  const wired = { id, 'aria-describedby': `${id}p`, autocomplete: fills };
  const input = fills
    ? make('input', '', { ...wired, type: fills })
    : make('textarea', '', { ...wired, rows: '3' });
  const problem = make('p', 'problem', { id: `${id}p` });
  return {
    box: make('div', 'field', {}, make('label', '', { for: id }, label), input, problem),
    input,
    problem,
  };
}

export type LeaveStage = 'form' | 'sending' | 'sent' | 'refused';

export class LeaveForm {
  readonly element: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly text: Field;
  private readonly email: Field;
  private readonly phone: Field;
  private readonly name: Field;
  private readonly outcome = make('p', 'outcome', { role: 'status' });
  private readonly heading: HTMLElement;

  constructor(
    private readonly words: Words,
    private readonly send: (form: LeftMessageForm) => void,
    back: () => void,
  ) {
    this.text = field(words.message, '');
    this.email = field(words.email, 'email');
    this.phone = field(words.phone, 'tel');
    this.name = field(words.name, 'name');
    this.heading = make('h3', '', { tabindex: '-1' }, words.leave);
    const submit = (event: Event) => {
      event.preventDefault();
      this.submit();
    };
    this.form = make(
      'form',
      '',
      { novalidate: '', submit },
      this.text.box,
      make('p', 'hint', {}, words.oneOfTwo),
      this.email.box,
      this.phone.box,
      this.name.box,
      make('button', 'main', {}, words.send),
    );
    this.element = make(
      'div',
      'leave',
      {},
      this.heading,
      this.outcome,
      this.form,
      button('second', words.back, back),
    );
  }

  open(text: string): void {
    this.text.input.value ||= text;
    this.stage('form');
    (this.text.input.value ? this.email : this.text).input.focus();
  }

  stage(stage: LeaveStage): void {
    const { words } = this;
    this.form.hidden = stage === 'sent' || stage === 'sending';
    const said = { form: '', sending: words.sending, sent: words.leftThanks, refused: words.leftRefused };
    say(this.outcome, said[stage]);
    if (stage === 'sent') this.form.reset();
  }

  private submit(): void {
    const { words } = this;
    const [text = '', email = '', phone = '', name = ''] = [this.text, this.email, this.phone, this.name].map(
      ({ input }) => input.value.trim(),
    );
    const digits = phone.replace(/\D/g, '').length;
    const wrong = [
      [this.text, !text && words.needText],
      [this.email, email ? !EMAIL.test(email) && words.badEmail : !phone && words.oneOfTwo],
      [this.phone, phone && digits < PHONE_DIGITS_MIN && words.badPhone],
    ] as const;
    for (const [{ input, problem }, why] of wrong) {
      say(problem, why || '');
      input.ariaInvalid = String(!!why);
    }
    const first = wrong.find(([, why]) => why);
    if (first) {
      first[0].input.focus();
      return;
    }
    this.send({ text, email: email || undefined, phone: phone || undefined, name: name || undefined });
    this.heading.focus();
  }
}
