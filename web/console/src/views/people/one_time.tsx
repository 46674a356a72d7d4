/** A password that the server made: shown once, to be passed on. */
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { type Made, type Person, resetPassword } from '../../people.ts';
import { plain } from '../../words/plain.ts';
import { dayTime, t } from '../../words/words.ts';
import { useDialog } from '../dialog.tsx';
import { Confirm } from './account_acts.tsx';

export function OneTime({ made, close }: { made: Made; close: () => void }) {
  const { person, password } = made;
  const [copied, setCopied] = useState<boolean | null>(null);
  const shown = useRef<HTMLElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  // Not the prop: the dialog looks for the attribute when it opens, and that comes after this.
  useLayoutEffect(() => first.current?.setAttribute('autofocus', ''), []);
  const copy = () => {
    navigator.clipboard.writeText(password).then(
      () => setCopied(true),
      () => {
        // Not allowed here: it is marked, so that one key copies it.
        if (shown.current) getSelection()?.selectAllChildren(shown.current);
        setCopied(false);
      },
    );
  };
  return (
    <div class="one-time">
      <p>{t('oneTimeFor', { name: plain(person.name), email: person.email })}</p>
      <p class="row">
        <code ref={shown}>{password}</code>
        <button type="button" class="main" ref={first} onClick={copy}>
          {t('copy')}
        </button>
        <span role="status">{copied === null ? '' : t(copied ? 'copied' : 'copyByKey')}</span>
      </p>
      <p class="hint">
        {t('oneTimeLead', { time: person.one_time_until === null ? '' : dayTime(person.one_time_until) })}
      </p>
      <button type="button" class="second" onClick={close}>
        {t('oneTimeDone')}
      </button>
    </div>
  );
}

export function ResetPassword({ person, made }: { person: Person; made: (made: Made) => void }) {
  const dialog = useDialog();
  const name = plain(person.name);
  const reset = async () => {
    const answer = await resetPassword(person.id);
    if (answer.kind === 'refused') return answer.problem;
    made(answer.value);
    return null;
  };
  return (
    <>
      <button
        type="button"
        class="second small"
        aria-label={`${t('passwordReset')} : ${name}`}
        onClick={dialog.open}
      >
        {t('passwordReset')}
      </button>
      <Confirm
        dialog={dialog}
        title={t('passwordResetTitle', { name })}
        yes={t('passwordResetYes')}
        act={reset}
      >
        <p>{t('passwordResetLead')}</p>
      </Confirm>
    </>
  );
}
