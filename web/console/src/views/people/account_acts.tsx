/** Acts on an account that are asked about first. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { changePerson, type Person, type Problem, whyNot } from '../../people.ts';
import { plain } from '../../words/plain.ts';
import { t } from '../../words/words.ts';
import { Dialog, type DialogHandle, useDialog } from '../dialog.tsx';

interface ConfirmProps {
  readonly dialog: DialogHandle;
  readonly title: string;
  readonly yes: string;
  readonly children: ComponentChildren;
  /** null: done, the dialog goes. */
  readonly act: () => Promise<Problem | null>;
}

export function Confirm(props: ConfirmProps) {
  return (
    <Dialog dialog={props.dialog} title={props.title}>
      <Question {...props} />
    </Dialog>
  );
}

function Question({ dialog, yes, children, act }: ConfirmProps) {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const go = async () => {
    setBusy(true);
    const found = await act();
    setBusy(false);
    setProblem(found);
    if (!found) dialog.close();
  };
  const key = problem && whyNot(problem);
  return (
    <div class="act">
      {children}
      <p class="problem" role="alert">
        {problem && (key ? t(key) : t('whyOther', { code: problem.code }))}
      </p>
      <div class="row">
        <button type="button" class="main" disabled={busy} onClick={() => void go()}>
          {yes}
        </button>
        <button type="button" class="second" onClick={dialog.close}>
          {t('cancel')}
        </button>
      </div>
    </div>
  );
}

/** Enables or disables. */
export function Switch({ person, changed }: { person: Person; changed: () => void }) {
  const dialog = useDialog();
  const name = plain(person.name);
  const words = t(person.disabled ? 'personEnable' : 'personDisable');
  const act = async () => {
    const answer = await changePerson(person.id, { disabled: !person.disabled });
    if (answer.kind === 'refused') return answer.problem;
    changed();
    return null;
  };
  return (
    <>
      <button type="button" class="second small" aria-label={`${words} : ${name}`} onClick={dialog.open}>
        {words}
      </button>
      <Confirm
        dialog={dialog}
        title={t(person.disabled ? 'personEnableTitle' : 'personDisableTitle', { name })}
        yes={words}
        act={act}
      >
        <p>{t(person.disabled ? 'personEnableLead' : 'personDisableLead')}</p>
      </Confirm>
    </>
  );
}
