/** What was done by hand: fetched when the page opens and after each return to the server, then pushed. */
import type { Act } from '@relais/core/protocol/agent_frames';
import { useEffect, useState } from 'preact/hooks';
import { forThisDesk, state } from '../../desk.ts';
import { ACTS_A_PAGE_MAX, acts as fetchActs } from '../../session.ts';
import { plain } from '../../words/plain.ts';
import { actTime, type Key, t } from '../../words/words.ts';

const DONE: Readonly<Record<string, Key>> = {
  automatic: 'didAutomatic',
  open: 'didOpen',
  closed: 'didClose',
};
const STATUS: Readonly<Record<string, Key>> = { available: 'available', away: 'away', offline: 'offline' };

export function Acts() {
  const { acts, current } = state.value;
  const [more, setMore] = useState(false);
  const fetch = (before: number | null) =>
    forThisDesk(fetchActs(before), (desk, page) => {
      setMore(page.length === ACTS_A_PAGE_MAX);
      desk.acts(page, before !== null);
    });
  useEffect(() => {
    if (current) void fetch(null);
  }, [current]);
  const last = acts[acts.length - 1];
  return (
    <section aria-labelledby="acts">
      <h2 id="acts">{t('whatWasDone')}</h2>
      {acts.length === 0 ? (
        <p class="nothing">{t('nothingDone')}</p>
      ) : (
        <ol class="waiting acts">
          {acts.map((one) => (
            <Line key={one.number} act={one} />
          ))}
        </ol>
      )}
      {more && last && (
        <button type="button" class="second small older" onClick={() => void fetch(last.number)}>
          {t('older')}
        </button>
      )}
    </section>
  );
}

function Line({ act }: { act: Act }) {
  return (
    <li>
      <time dateTime={new Date(act.at).toISOString()}>{actTime(act.at)}</time>
      <span>{words(act)}</span>
      <q>{plain(act.reason)}</q>
    </li>
  );
}

function words(act: Act): string {
  const by = plain(act.by.name);
  if (act.what === 'set_entry_point')
    return t(DONE[act.state] ?? 'didAutomatic', { by, name: plain(act.entry_point.name) });
  const status = t(STATUS[act.status] ?? 'away');
  return t('didForce', { by, name: plain(act.agent.name), status });
}
