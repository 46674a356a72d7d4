import type { Entrance } from '@relais/core/agent/state';
import type { SetByHand } from '@relais/core/protocol/agent_frames';
import { useState } from 'preact/hooks';
import { now, serverNow, state } from '../../desk.ts';
import { plain } from '../../words/plain.ts';
import { actTime, type Key, span, t, waited } from '../../words/words.ts';
import { useDialog } from '../dialog.tsx';
import { ActDialog, act } from './act.tsx';

/** The promise, and where it becomes grave. */
const LATE_MS = 15_000;
const GRAVE_MS = 60_000;

const STATES: Readonly<Record<string, Key>> = { open: 'open', full: 'full', closed: 'closed' };
const CAUSES: Readonly<Record<string, Key>> = {
  no_agent: 'causeNoAgent',
  no_seat: 'causeNoSeat',
  someone_waits: 'causeSomeoneWaits',
  places: 'causePlaces',
  hours: 'causeHours',
  target: 'causeTarget',
};

export function Queues() {
  const { entryPoints } = state.value;
  return (
    <section aria-labelledby="queues">
      <h2 id="queues">{t('entryPoints')}</h2>
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('queue')}</th>
              <th scope="col" class="wide">
                {t('queueState')}
              </th>
              <th scope="col" class="number">
                {t('figureWaiting')}
              </th>
              <th scope="col" class="number long">
                {t('longestWait')}
              </th>
              <th scope="col" class="setting">
                {t('setting')}
              </th>
            </tr>
          </thead>
          <tbody>
            {entryPoints.map((one) => (
              <Queue key={one.id} queue={one} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** Counts up by itself. */
export function Wait({ since }: { since: number | null }) {
  if (since === null) return <span class="none">–</span>;
  const ms = now.value - since;
  return <span class={ms >= GRAVE_MS ? 'grave' : ms >= LATE_MS ? 'late' : ''}>{waited(ms)}</span>;
}

function Queue({ queue }: { queue: Entrance }) {
  const name = queue.name ?? queue.id.slice(0, 8);
  const byHand = queue.by_hand ?? 'automatic';
  const stateKey = STATES[queue.state ?? ''];
  const cause = queue.cause === 'by_hand' ? undefined : CAUSES[queue.cause ?? ''];
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <span class={`pill ${queue.state}`}>
          <i aria-hidden="true" />
          <span>{stateKey ? t(stateKey) : ''}</span>
        </span>
        {queue.since !== null && <small>{t('oldest', { time: span(serverNow() - queue.since) })}</small>}
        {cause && queue.state !== 'open' && <p class="hint">{t(cause)}</p>}
        {queue.set && byHand !== 'automatic' && <SetBy set={queue.set} />}
      </td>
      <td class="number">{queue.waiting > 0 ? queue.waiting : <span class="none">0</span>}</td>
      <td class="number">
        <Wait since={queue.longestSince} />
      </td>
      <td>
        <Setting id={queue.id} name={name} is={byHand} />
      </td>
    </tr>
  );
}

/** Why it is closed or open by hand: who did it, when, and the reason. */
const SetBy = ({ set }: { set: SetByHand }) => (
  <p class="hint">
    {t('setByHand', { name: set.name ?? '', time: actTime(set.at) })}
    {set.reason && <q>{plain(set.reason)}</q>}
  </p>
);

const SETTINGS = ['automatic', 'open', 'closed'] as const;
const SET = {
  automatic: { button: 'automatic', title: 'autoTitle', lead: 'autoLead', told: 'queueAuto' },
  open: { button: 'handOpen', title: 'openTitle', lead: 'openLead', told: 'queueOpened' },
  closed: { button: 'handClosed', title: 'closeTitle', lead: 'closeLead', told: 'queueClosed' },
} as const;

/** The three stay where they are, so that the focus does; only another setting than the present one asks. */
function Setting({ id, name, is }: { id: string; name: string; is: string }) {
  const dialog = useDialog();
  const [to, setTo] = useState<keyof typeof SET>('closed');
  const { title, lead, told } = SET[to];
  const done = (reason: string) =>
    act({ kind: 'set_entry_point', entry_point: id, state: to, reason }, t(told, { name, reason }));
  const ask = (setting: keyof typeof SET) => {
    if (setting === is) return;
    setTo(setting);
    dialog.open();
  };
  return (
    <>
      <div class="languages" role="group" aria-label={`${t('setting')} : ${name}`}>
        {SETTINGS.map((one) => (
          <button type="button" key={one} aria-pressed={is === one} onClick={() => ask(one)}>
            {t(SET[one].button)}
          </button>
        ))}
      </div>
      <ActDialog dialog={dialog} title={t(title, { name })} confirm={t('apply')} done={done}>
        <p>{t(lead)}</p>
      </ActDialog>
    </>
  );
}
