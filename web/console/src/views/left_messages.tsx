import { desk, state } from '../desk.ts';
import { plain } from '../words/plain.ts';
import { dayTime, t } from '../words/words.ts';

export function LeftMessages() {
  const list = [...state.value.leftMessages].sort((a, b) => a.at - b.at);
  if (list.length === 0) return <p>{t('leftNone')}</p>;
  return (
    <ul class="left">
      {list.map((one) => (
        <li key={one.id} lang={one.language ?? undefined}>
          <p class="who">
            <strong>{plain(one.name) || t('anonymous')}</strong>
            <time dateTime={new Date(one.at).toISOString()}>{dayTime(one.at)}</time>
          </p>
          <p class="text" dir="auto">
            {one.text || t('erased')}
          </p>
          <p class="row">
            {one.email && <a href={`mailto:${encodeURIComponent(one.email)}`}>{one.email}</a>}
            {one.phone && <a href={`tel:${one.phone.replace(/[^+\d]/g, '')}`}>{one.phone}</a>}
            <button
              type="button"
              class="second"
              onClick={() => desk().order({ kind: 'left_message_done', id: one.id })}
            >
              {t('markDone')}
            </button>
          </p>
        </li>
      ))}
    </ul>
  );
}
