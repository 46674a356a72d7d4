import { useId, useRef, useState } from 'preact/hooks';
import { desk, session, state } from '../desk.ts';
import { t } from '../words/words.ts';

export function TransferForm({ conversation, done }: { conversation: string; done: () => void }) {
  const { team, entryPoints } = state.value;
  const who = session.value;
  const me = who && who !== 'unknown' ? who.agent : '';
  const colleagues = team.filter((one) => one.id !== me && one.status !== 'offline');
  const [target, setTarget] = useState('');
  const note = useRef<HTMLTextAreaElement>(null);
  const noteId = useId();

  const submit = (event: Event) => {
    event.preventDefault();
    const [kind, id] = target.split(' ');
    if (!id) return;
    const to = kind === 'agent' ? { to_agent: id } : { to_entry_point: id };
    desk().transfer(conversation, to, note.current?.value.trim() ?? '');
    done();
  };
  return (
    <form class="transfer" onSubmit={submit}>
      <fieldset>
        <legend>{t('toColleague')}</legend>
        {colleagues.length === 0 && <p class="hint">{t('noColleague')}</p>}
        {colleagues.map((one) => {
          const takes = one.status === 'available' && one.in_use < one.seats && one.reachable;
          return (
            <label class="pick" key={one.id}>
              <input
                type="radio"
                name="target"
                disabled={!takes}
                checked={target === `agent ${one.id}`}
                onChange={() => setTarget(`agent ${one.id}`)}
              />
              <span>{one.name}</span>
              <small>
                {t(one.status === 'available' ? 'available' : one.status === 'missed' ? 'missed' : 'away')} ·{' '}
                {t('seatsOf', { used: one.in_use, limit: one.seats })}
              </small>
            </label>
          );
        })}
      </fieldset>
      <fieldset>
        <legend>{t('toQueue')}</legend>
        {entryPoints.map((one) => (
          <label class="pick" key={one.id}>
            <input
              type="radio"
              name="target"
              checked={target === `point ${one.id}`}
              onChange={() => setTarget(`point ${one.id}`)}
            />
            <span>{one.name ?? one.id.slice(0, 8)}</span>
            <small>{one.state === 'closed' ? t('closed') : t('waitingMany', { n: one.waiting })}</small>
          </label>
        ))}
      </fieldset>
      <label for={noteId}>{t('noteFor')}</label>
      <textarea id={noteId} ref={note} rows={3} maxLength={4000} />
      <div class="row">
        <button type="submit" class="main" disabled={target === ''}>
          {t('transfer')}
        </button>
        <button type="button" class="second" onClick={done}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}
