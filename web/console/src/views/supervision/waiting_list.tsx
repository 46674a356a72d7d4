/** Who waits, and why: the router's own answer about each agent, in plain words. Only where the server tells who waits. */
import type { Outcome } from '@relais/core/link/command_queue';
import type {
  Explained,
  WaitingList as List,
  RunningChat,
  WaitingConversation,
} from '@relais/core/protocol/agent_frames';
import { useEffect, useState } from 'preact/hooks';
import { desk, nameOf, serverNow, state } from '../../desk.ts';
import { type Key, span, t, waited } from '../../words/words.ts';

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

/** Who is being offered to somebody waits as well; a chat that is being transferred has its agent and does not. */
function offered(chats: readonly RunningChat[]): readonly RunningChat[] {
  const talks = new Set(chats.filter((one) => one.held_as !== 'offer').map((one) => one.conversation));
  return chats.filter((one) => one.held_as === 'offer' && !talks.has(one.conversation));
}

export function WaitingList() {
  const { waitingList, running, entryPoints } = state.value;
  if (waitingList === null) return null;
  const asked = offered(running);
  const waiting = waitingList
    .flatMap(({ id, first }) => first.map((one) => ({ one, point: id })))
    .sort((a, b) => a.one.arrival - b.one.arrival);
  return (
    <section aria-labelledby="who-waits">
      <h2 id="who-waits">{t('whoWaits')}</h2>
      {waiting.length + asked.length === 0 ? (
        <p class="nothing">{t('waitingNone')}</p>
      ) : (
        <ol class="waiting">
          {asked.map((one) => (
            <Asked key={one.conversation} chat={one} />
          ))}
          {waiting.map(({ one, point }) => (
            <Waiting key={one.id} one={one} point={point} />
          ))}
        </ol>
      )}
      {entryPoints.map(({ id, name }) => (
        <Rest key={id} list={waitingList.find((one) => one.id === id)} name={name ?? id.slice(0, 8)} />
      ))}
    </section>
  );
}

/** Only the heads of long queues are listed. */
function Rest({ list, name }: { list: List | undefined; name: string }) {
  const n = list ? list.total - list.first.length : 0;
  if (n <= 0) return null;
  return <p class="hint rest">{t(n === 1 ? 'oneMoreWaits' : 'moreWait', { n, name })}</p>;
}

function placed(id: string | null, language: string | null): string {
  const name = state.value.entryPoints.find((other) => other.id === id)?.name;
  return [name, language?.toUpperCase()].filter(Boolean).join(' · ');
}

function Asked({ chat }: { chat: RunningChat }) {
  const agent = state.value.team.find((one) => one.id === chat.agent);
  const told = t('offeredTo', { name: agent?.name ?? '' });
  return (
    <Waiter
      id={chat.conversation}
      name={nameOf(chat.name)}
      since={chat.arrival}
      at={placed(chat.entry_point, chat.language)}
    >
      {told}
    </Waiter>
  );
}

function Waiting({ one, point }: { one: WaitingConversation; point: string }) {
  const told = [
    ...(one.present === 'here' ? [] : [t('leftPage')]),
    ...(one.episode > 1 ? [t('waitsAgain', { n: one.episode, time: span(serverNow() - one.arrival) })] : []),
  ];
  return (
    <Waiter id={one.id} name={nameOf(one.name)} since={one.since} at={placed(point, one.language)}>
      {told.join(' · ')}
    </Waiter>
  );
}

interface WaiterProps {
  readonly id: string;
  readonly name: string;
  readonly since: number;
  readonly at: string;
  readonly children: string;
}

function Waiter({ id, name, since, at, children }: WaiterProps) {
  const [open, setOpen] = useState(false);
  return (
    <li>
      <div class="waiter">
        <strong>{name}</strong>
        <Since at={since} />
        <span class="hint">{at}</span>
        <span class="hint">{children}</span>
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
      {open && <Why id={id} />}
    </li>
  );
}

const Since = ({ at }: { at: number }) => <span class="since">{waited(serverNow() - at)}</span>;

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
