import { choose, state } from '../desk.ts';
import { t } from '../words/words.ts';
import { Icon } from './icon.tsx';

export function EmptySeat({ slot }: { slot: number }) {
  const { agent, link } = state.value;
  const available = agent?.status === 'available';
  const first = slot === 0 || !state.value.chats.some((chat) => chat.slot < slot);
  return (
    <section class="column empty" aria-label={t('chatN', { n: slot + 1 })} data-slot={slot}>
      <Icon name="chat" />
      <h2>{t('freeSeat')}</h2>
      <p>{t(available ? 'freeSeatLead' : 'notAvailableLead')}</p>
      {!available && agent && slot === 0 && first && (
        <button
          type="button"
          class="main"
          disabled={link !== 'online'}
          onClick={() => choose('available', '')}
        >
          {t(agent.status === 'missed' ? 'becomeAvailable' : 'available')}
        </button>
      )}
    </section>
  );
}
