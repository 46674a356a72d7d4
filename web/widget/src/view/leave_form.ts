/** A message for later, with an e-mail address or a telephone number. Errors are told in words, at their field. */
import type { LeftMessageForm } from '@relais/core/visitor/visitor_client';
import type { Words } from '../words/fr.ts';
import { attributes, button, make, say } from './dom.ts';

export interface LeaveActions {
  send(form: LeftMessageForm): void;
  back(): void;
}

const EMAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/;
const PHONE_DIGITS_MIN = 6;

interface Field {
  readonly box: HTMLElement;
  readonly input: HTMLInputElement | HTMLTextAreaElement;
  readonly problem: HTMLElement;
}

function field(id: string, label: string, input: HTMLInputElement | HTMLTextAreaElement): Field {
  const name = make('label', '', label);
  name.htmlFor = id;
  const problem = attributes(make('p', 'problem'), { id: `${id}p` });
  attributes(input, { id, 'aria-describedby': `${id}p` });
  return { box: make('div', 'field', name, input, problem), input, problem };
}

export type LeaveStage = 'form' | 'sending' | 'sent' | 'refused';

export class LeaveForm {
  readonly element: HTMLElement;
  private readonly form: HTMLFormElement;
  private readonly text: Field;
  private readonly email: Field;
  private readonly phone: Field;
  private readonly name: Field;
  private readonly outcome = make('p', 'outcome');
  private readonly heading: HTMLElement;

  constructor(
    private readonly words: Words,
    private readonly actions: LeaveActions,
  ) {
    this.text = field(
      'lt',
      words.message,
      attributes(make('textarea', ''), { rows: '4', maxlength: '4000' }),
    );
    this.email = field(
      'le',
      words.email,
      attributes(make('input', ''), { type: 'email', autocomplete: 'email' }),
    );
    this.phone = field(
      'lp',
      words.phone,
      attributes(make('input', ''), { type: 'tel', autocomplete: 'tel' }),
    );
    this.name = field('ln', words.name, attributes(make('input', ''), { autocomplete: 'name' }));
    const send = make('button', 'main', words.leaveSend);
    send.type = 'submit';
    const back = button('second', words.back2, () => actions.back());
    const group = attributes(
      make('fieldset', '', make('legend', '', words.oneOfTwo), this.email.box, this.phone.box),
      {},
    );
    const intro = make('p', '', words.leaveIntro);
    this.form = make(
      'form',
      '',
      intro,
      this.text.box,
      group,
      this.name.box,
      make('div', 'choices', send, back),
    );
    this.form.noValidate = true;
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.submit();
    });
    this.heading = attributes(make('h3', '', words.leaveTitle), { tabindex: '-1' });
    attributes(this.outcome, { role: 'status' });
    this.element = make('div', 'leave', this.heading, this.form, this.outcome);
  }

  open(text: string): void {
    if (!this.text.input.value) this.text.input.value = text;
    this.stage('form');
    (this.text.input.value ? this.email : this.text).input.focus();
  }

  stage(stage: LeaveStage): void {
    const { words } = this;
    this.form.hidden = stage === 'sent' || stage === 'sending';
    const said = {
      form: '',
      sending: words.leftSending,
      sent: `${words.leftThanks} ${words.leftReply}`,
      refused: words.leftRefused,
    };
    say(this.outcome, said[stage]);
    this.outcome.classList.toggle('good', stage === 'sent');
    if (stage === 'sent') this.form.reset();
  }

  private submit(): void {
    const { words } = this;
    const text = this.text.input.value.trim();
    const email = this.email.input.value.trim();
    const phone = this.phone.input.value.trim();
    const digits = phone.replace(/\D/g, '').length;
    const problems: [Field, string][] = [
      [this.text, text ? '' : words.needText],
      [this.email, email ? (EMAIL.test(email) ? '' : words.badEmail) : phone ? '' : words.needContact],
      [this.phone, phone && digits < PHONE_DIGITS_MIN ? words.badPhone : ''],
    ];
    for (const [{ input, problem }, wrong] of problems) {
      say(problem, wrong);
      input.setAttribute('aria-invalid', String(wrong !== ''));
    }
    const first = problems.find(([, wrong]) => wrong !== '');
    if (first) {
      first[0].input.focus();
      return;
    }
    this.actions.send({ text, email, phone, name: this.name.input.value.trim() });
    this.heading.focus();
  }
}
