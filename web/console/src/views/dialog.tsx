/** The native modal dialog: focus trap, Escape and inertness come with it. */

import { type Signal, signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { t } from '../words/words.ts';
import { Icon } from './icon.tsx';

/** A click beside it closes, where the browser knows how; what is shown only once is closed by its buttons alone. */
const LIGHT_DISMISS = { closedby: 'any' } as const;
const BY_BUTTON = { closedby: 'none' } as const;

export interface DialogHandle {
  readonly shown: Signal<boolean>;
  open(): void;
  close(): void;
}

export function useDialog(): DialogHandle {
  return useMemo(() => {
    const shown = signal(false);
    const set = (value: boolean) => () => {
      shown.value = value;
    };
    return { shown, open: set(true), close: set(false) };
  }, []);
}

interface DialogProps {
  readonly dialog: DialogHandle;
  readonly title: string;
  readonly children: ComponentChildren;
  readonly once?: boolean;
}

export function Dialog({ dialog, title, children, once = false }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  const shown = dialog.shown.value;
  useEffect(() => {
    if (shown && !element.current?.open) element.current?.showModal();
    if (!shown) element.current?.close();
  }, [shown]);
  return (
    <dialog
      ref={element}
      aria-labelledby={id}
      onClose={dialog.close}
      onCancel={(event) => once && event.preventDefault()}
      {...(once ? BY_BUTTON : LIGHT_DISMISS)}
    >
      {shown && (
        <div class="sheet">
          <div class="sheet-head">
            <h2 id={id}>{title}</h2>
            <button type="button" class="bare" aria-label={t('close')} onClick={dialog.close}>
              <Icon name="close" />
            </button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  );
}
