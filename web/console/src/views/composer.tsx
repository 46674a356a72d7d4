import type { Chat } from '@relais/core/agent/state';
import { TEXT_POINTS_MAX } from '@relais/core/protocol/frames';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { enterSends } from '../choices.ts';
import { accepted, desk } from '../desk.ts';
import { t } from '../words/words.ts';
import { Icon } from './icon.tsx';

export function Composer({ chat, name }: { chat: Chat; name: string }) {
  const { id } = chat.conversation;
  const [text, setText] = useState(() => desk().draft(id));
  const [note, setNote] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const label = useId();
  const over = [...text.trim()].length - TEXT_POINTS_MAX;

  useLayoutEffect(() => {
    if (accepted.peek() === id) field.current?.focus();
  }, []);

  const written = (value: string) => {
    setText(value);
    desk().saveDraft(id, value);
    if (value.trim() && !note) desk().typing(id);
  };
  const send = () => {
    const words = text.trim();
    if (!words || over > 0) return;
    desk().write(note ? 'note' : 'post', id, words);
    setText('');
    setNote(false);
    field.current?.focus();
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.isComposing || event.shiftKey) return;
    if (enterSends.value || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      send();
    }
  };
  return (
    <form
      class={note ? 'composer note' : 'composer'}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label class="sr" for={label}>
        {note ? t('writeNote') : t('writeMessage', { name })}
      </label>
      <textarea
        id={label}
        ref={field}
        rows={2}
        dir="auto"
        value={text}
        placeholder={note ? t('writeNote') : t('writeMessage', { name })}
        onInput={(event) => written(event.currentTarget.value)}
        onKeyDown={keys}
      />
      <div class="row">
        <button type="button" class="toggle" aria-pressed={note} onClick={() => setNote(!note)}>
          <Icon name="note" />
          {t('noteMode')}
        </button>
        <span class="problem" role="alert">
          {over > 0 ? t('tooLong', { n: over }) : ''}
        </span>
        <button type="submit" class="main" disabled={over > 0}>
          {t(note ? 'addNote' : 'send')}
        </button>
      </div>
    </form>
  );
}
