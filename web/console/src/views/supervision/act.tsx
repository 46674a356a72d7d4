/** An act of a supervisor: what will happen in words, and a reason without which nothing is done. */
import type { CommandBody } from '@relais/core/protocol/frames';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { desk, toast } from '../../desk.ts';
import { t } from '../../words/words.ts';
import { Dialog, type DialogHandle } from '../dialog.tsx';

export const REASON_POINTS_MAX = 40;

/** Orders it; who ordered is told when it is done. A refusal is told by the desk. */
export function act(order: CommandBody, told: string): void {
  desk().order(order, ({ kind }) => kind === 'ack' && toast(told, false));
}

interface ActProps {
  readonly dialog: DialogHandle;
  readonly title: string;
  readonly confirm: string;
  readonly children: ComponentChildren;
  readonly done: (reason: string) => void;
}

export function ActDialog({ dialog, title, confirm, children, done }: ActProps) {
  return (
    <Dialog dialog={dialog} title={title}>
      <ActForm confirm={confirm} cancel={dialog.close} done={done}>
        {children}
      </ActForm>
    </Dialog>
  );
}

interface FormProps {
  readonly confirm: string;
  readonly children: ComponentChildren;
  readonly cancel: () => void;
  readonly done: (reason: string) => void;
}

function ActForm({ confirm, children, cancel, done }: FormProps) {
  const [missing, setMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  // Not the prop: the dialog looks for the attribute when it opens, and that comes after this.
  useLayoutEffect(() => {
    form.current?.querySelector('input:checked, input:not([type])')?.setAttribute('autofocus', '');
  }, []);
  const submit = (event: Event) => {
    event.preventDefault();
    const reason = field.current?.value.trim() ?? '';
    setMissing(reason === '');
    if (reason === '') {
      field.current?.focus();
      return;
    }
    cancel();
    done(reason);
  };
  return (
    <form class="act" ref={form} onSubmit={submit} noValidate>
      {children}
      <div class="reason">
        <label for={id}>{t('reasonMust')}</label>
        <input
          id={id}
          ref={field}
          required
          maxLength={REASON_POINTS_MAX}
          aria-invalid={missing}
          aria-describedby={`${id}-hint ${id}-problem`}
        />
        <p class="hint" id={`${id}-hint`}>
          {t('reasonKept')}
        </p>
        <p class="problem" id={`${id}-problem`} role="alert">
          {missing ? t('reasonMissing') : ''}
        </p>
      </div>
      <div class="row">
        <button type="submit" class="main">
          {confirm}
        </button>
        <button type="button" class="second" onClick={cancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
