/** A new password by its owner: with the current one, or after a one-time password without it. */
import type { RefObject } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { changePassword, whyNot } from '../people.ts';
import { t } from '../words/words.ts';

interface PasswordFormProps {
  readonly asksCurrent: boolean;
  readonly confirm: string;
  readonly done: () => void;
  readonly cancel: () => void;
  readonly cancelWords: string;
}

interface Trouble {
  readonly words: string;
  readonly current: boolean;
}

export function PasswordForm({ asksCurrent, confirm, done, cancel, cancelWords }: PasswordFormProps) {
  const current = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<Trouble | null>(null);
  const id = useId();
  useLayoutEffect(() => (asksCurrent ? current : next).current?.focus(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    const answer = await changePassword(
      asksCurrent ? (current.current?.value ?? '') : null,
      next.current?.value ?? '',
    );
    setBusy(false);
    if (answer.kind === 'done') {
      done();
      return;
    }
    const { code } = answer.problem;
    const ofCurrent = code === 'wrong_password';
    const key = whyNot(answer.problem);
    setTrouble({ words: key ? t(key) : t('whyOther', { code }), current: ofCurrent });
    (ofCurrent ? current : next).current?.focus();
  };
  const reveal = (on: boolean) => {
    for (const field of [current.current, next.current]) if (field) field.type = on ? 'text' : 'password';
  };
  return (
    <form class="own-password" onSubmit={submit} noValidate>
      {asksCurrent && (
        <Secret
          words={t('passwordCurrent')}
          field={current}
          kind="current-password"
          about={`${id}-problem`}
          wrong={trouble?.current === true}
        />
      )}
      <Secret
        words={t('passwordNew')}
        field={next}
        kind="new-password"
        about={`${id}-hint ${id}-problem`}
        wrong={trouble?.current === false}
      />
      <p class="hint" id={`${id}-hint`}>
        {t('passwordHint')}
      </p>
      <label class="check">
        <input type="checkbox" onChange={(event) => reveal(event.currentTarget.checked)} />
        {t('passwordShow')}
      </label>
      <p class="problem" id={`${id}-problem`} role="alert">
        {trouble?.words ?? ''}
      </p>
      <div class="row">
        <button type="submit" class="main" disabled={busy}>
          {confirm}
        </button>
        <button type="button" class="second" onClick={cancel}>
          {cancelWords}
        </button>
      </div>
    </form>
  );
}

interface SecretProps {
  readonly words: string;
  readonly field: RefObject<HTMLInputElement | null>;
  readonly kind: 'current-password' | 'new-password';
  readonly about: string;
  readonly wrong: boolean;
}

function Secret({ words, field, kind, about, wrong }: SecretProps) {
  const id = useId();
  return (
    <>
      <label for={id}>{words}</label>
      <input
        id={id}
        type="password"
        autocomplete={kind}
        required
        ref={field}
        aria-invalid={wrong}
        aria-describedby={about}
      />
    </>
  );
}
