/** The supervisor's page: everything on it is pushed; every act on it asks for a reason. */
import { accept, nameOf, now, ringing, state } from '../../desk.ts';
import { t, waited } from '../../words/words.ts';
import { longestSince } from '../top_bar.tsx';
import { Acts } from './acts.tsx';
import { Queues } from './queues.tsx';
import { Team } from './team.tsx';
import { WaitingList } from './waiting_list.tsx';

export function Supervision() {
  return (
    <main class="watch" aria-label={t('supervision')}>
      <Ringing />
      <Figures />
      <Queues />
      <WaitingList />
      <Team />
      <Acts />
    </main>
  );
}

/** Who looks at another page answers chats too: an offer can be taken from there. */
export function Ringing() {
  return (
    <>
      {ringing.value.map(({ conversation, offerEnds }) => (
        <p class="ringing" key={conversation.id}>
          <span>
            {t('newOffer', { name: nameOf(conversation.visitor.name) })} ·{' '}
            {t('secondsLeft', { n: Math.ceil(Math.max(0, (offerEnds ?? 0) - now.value) / 1000) })}
          </span>
          <button type="button" class="main" onClick={() => accept(conversation.id)}>
            {t('accept')}
          </button>
        </p>
      ))}
    </>
  );
}

function Figures() {
  const { waiting, team, leftMessages } = state.value;
  const there = team.filter((one) => one.status !== 'offline');
  const available = there.filter((one) => one.status === 'available' && one.reachable);
  const sum = (list: typeof team, of: (one: (typeof team)[number]) => number) =>
    list.reduce((total, one) => total + of(one), 0);
  const free = sum(available, (one) => Math.max(0, one.seats - one.in_use));
  return (
    <dl class="figures">
      <Figure name={t('figureWaiting')} value={waiting}>
        <Longest />
      </Figure>
      <Figure
        name={t('figureSeats')}
        value={`${sum(there, (one) => one.in_use)} / ${sum(there, (one) => one.seats)}`}
      >
        {t(free === 0 ? 'freeNone' : free === 1 ? 'freeOne' : 'freeMany', { n: free })}
      </Figure>
      <Figure name={t('figureAvailable')} value={`${available.length} / ${there.length}`}>
        {t('figureThere')}
      </Figure>
      <Figure name={t('leftMessages')} value={leftMessages.length}>
        {t('figureToDo')}
      </Figure>
    </dl>
  );
}

interface FigureProps {
  readonly name: string;
  readonly value: string | number;
  readonly children: preact.ComponentChildren;
}

const Figure = ({ name, value, children }: FigureProps) => (
  <div>
    <dt>{name}</dt>
    <dd>
      <b>{value}</b>
      <small>{children}</small>
    </dd>
  </div>
);

function Longest() {
  const first = longestSince(state.value.entryPoints);
  return <>{first === null ? t('waitingNone') : t('longestIs', { time: waited(now.value - first) })}</>;
}
