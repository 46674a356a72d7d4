/** Who waits, and why: the router's own answer about each agent, in plain words. Only where the server tells who waits. */
import type { Outcome } from '@relais/core/link/command_queue';
import type { Explained, WaitingConversation } from '@relais/core/protocol/agent_frames';
import { useEffect, useState } from 'preact/hooks';
import { desk, nameOf, serverNow, state } from '../../desk.ts';
import { type Key, t, waited } from '../../words/words.ts';

const WHY: Readonly<Record<string, Key>> = {
  disabled: 'cannotDisabled',
  offline: 'cannotOffline',
  away: 'cannotAway',
  missed: 'cannotMissed',
  connection_lost: 'cannotLost',
  no_skill: 'cannotSkill',
  no_open_seat: 'cannotSeat',
  excluded: 'cannotExcluded',
  has_it: 'cannotHasIt',
};

export function WaitingList() {
  const { waitingList } = state.value;
  if (waitingList === null) return null;
  return (
    <section aria-labelledby="who-waits">
      <h2 id="who-waits">{t('whoWaits')}</h2>
      {waitingList.length === 0 ? (
        <p class="nothing">{t('waitingNone')}</p>
      ) : (
        <ol class="waiting">
          {waitingList.map((one) => (
            <Waiting key={one.id} one={one} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Waiting({ one }: { one: WaitingConversation }) {
  const [open, setOpen] = useState(false);
  const point = state.value.entryPoints.find((other) => other.id === one.entry_point);
  const name = nameOf(one.name);
  return (
    <li>
      <div class="waiter">
        <strong>{name}</strong>
        <Since arrival={one.arrival} />
        <span class="hint">{point?.name}</span>
        <span class="hint">{one.offered_to ? t('offeredTo', { name: one.offered_to }) : ''}</span>
        <button
          type="button"
          class="second small"
          aria-expanded={open}
          aria-label={`${t('why')} ${name}`}
          onClick={() => setOpen(!open)}
        >
          {t('why')}
        </button>
      </div>
      {open && <Why id={one.id} />}
    </li>
  );
}

const Since = ({ arrival }: { arrival: number }) => (
  <span class="since">{waited(serverNow() - arrival)}</span>
);

const agentsOf = (outcome: Outcome): readonly Explained[] =>
  outcome.kind === 'ack' && 'agents' in outcome.ack ? (outcome.ack.agents as readonly Explained[]) : [];

function Why({ id }: { id: string }) {
  const [agents, setAgents] = useState<readonly Explained[] | null>(null);
  const ask = () =>
    desk().order({ kind: 'explain', conversation: id }, (outcome) => setAgents(agentsOf(outcome)));
  useEffect(ask, [id]);
  if (agents === null) return null;
  const sorted = [...agents].sort(
    (a, b) => Number(b.eligible) - Number(a.eligible) || a.name.localeCompare(b.name),
  );
  return (
    <div class="why">
      <p role="status">{t(agents.some((one) => one.eligible) ? 'someMay' : 'nobodyMay')}</p>
      <ul>
        {sorted.map((one) => (
          <li key={one.id} class={one.eligible ? 'may' : ''}>
            {t('whyLine', {
              name: one.name,
              why: one.eligible ? t('mayTake') : one.why.map(reasonWords).join(', '),
            })}
          </li>
        ))}
      </ul>
      <button type="button" class="link" onClick={ask}>
        {t('askAgain')}
      </button>
    </div>
  );
}

function reasonWords(code: string): string {
  const key = WHY[code];
  return key ? t(key) : code;
}
