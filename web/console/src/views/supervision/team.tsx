import type { RunningChat, TeamMember } from '@relais/core/protocol/agent_frames';
import { useState } from 'preact/hooks';
import { nameOf, serverNow, session, state } from '../../desk.ts';
import { type Key, language, span, t } from '../../words/words.ts';
import { useDialog } from '../dialog.tsx';
import { Age, SeatDots } from '../top_bar.tsx';
import { ActDialog, act } from './act.tsx';

const STATUSES: Readonly<Record<string, Key>> = {
  available: 'available',
  away: 'away',
  missed: 'missed',
  offline: 'offline',
};
const FORCED = ['available', 'away', 'offline'] as const;

export function Team() {
  const dated = state.value.team.some((one) => one.since !== null);
  const team = [...state.value.team].sort((a, b) => a.name.localeCompare(b.name, language.value));
  return (
    <section aria-labelledby="team">
      <h2 id="team">{t('team')}</h2>
      {team.length === 0 ? (
        <p class="nothing">{t('nobodyIn')}</p>
      ) : (
        <div class="table">
          <table>
            <thead>
              <tr>
                <th scope="col">{t('agent')}</th>
                <th scope="col" class="wide">
                  {t('status')}
                </th>
                {dated && <th scope="col">{t('statusSince')}</th>}
                <th scope="col" class="wide">
                  {t('seatsHead')}
                </th>
                <th scope="col">{t('console')}</th>
                <th scope="col" class="acts">
                  <span class="sr">{t('actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {team.map((one) => (
                <Member key={one.id} member={one} dated={dated} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      <More />
    </section>
  );
}

/** In a very large centre the server names the offers and the longest chats only. */
function More() {
  const { running, runningTotal } = state.value;
  if (runningTotal <= running.length) return null;
  return <p class="hint rest">{t('chatsMore', { n: runningTotal - running.length })}</p>;
}

/** `dated`: the server tells since when a status is what it is. */
function Member({ member, dated }: { member: TeamMember; dated: boolean }) {
  const { name, status, reason, in_use, seats, reachable, since } = member;
  const who = session.value;
  const me = who !== null && who !== 'unknown' && who.agent === member.id;
  const lost = !reachable && status !== 'offline';
  return (
    <tr>
      <th scope="row">
        {name}
        {me && <small> {t('yourself')}</small>}
      </th>
      <td>
        <span class={`pill ${lost ? 'lost' : status}`}>
          <i aria-hidden="true" />
          {t(STATUSES[status] ?? 'away')}
        </span>
        {reason && <small>{reason}</small>}
      </td>
      {dated && (
        <td>
          <Age since={since} />
        </td>
      )}
      <td>
        <SeatDots used={in_use} limit={seats} /> <small>{t('seatsOf', { used: in_use, limit: seats })}</small>
        <Chats agent={member.id} />
      </td>
      <td class={lost ? 'grave' : ''}>
        {t(reachable ? 'consoleHere' : lost ? 'consoleLost' : 'consoleNone')}
      </td>
      <td class="acts">
        <ForceStatus member={member} />
      </td>
    </tr>
  );
}

const HELD: Readonly<Record<string, Key>> = { offer: 'heldOffer', wrap_up: 'heldWrapUp' };

/** Who sits on these seats, and since when. */
function Chats({ agent }: { agent: string }) {
  const chats = state.value.running.filter((one) => one.agent === agent);
  if (chats.length === 0) return null;
  return (
    <ul class="chats">
      {chats.map((one) => (
        <ChatLine key={one.conversation} chat={one} />
      ))}
    </ul>
  );
}

function ChatLine({ chat }: { chat: RunningChat }) {
  const held = HELD[chat.held_as];
  return (
    <li>
      {nameOf(chat.name)} <small>{span(serverNow() - chat.since)}</small>
      {held && <small>{t(held)}</small>}
    </li>
  );
}

function ForceStatus({ member }: { member: TeamMember }) {
  const { id, name, status } = member;
  const dialog = useDialog();
  const [to, setTo] = useState<(typeof FORCED)[number]>('away');
  const done = (reason: string) =>
    act(
      { kind: 'force_status', agent: id, status: to, reason },
      t('statusForced', { name, status: t(to), reason }),
    );
  const open = () => {
    setTo(status === 'away' ? 'available' : 'away');
    dialog.open();
  };
  return (
    <>
      <button type="button" class="second small" aria-label={`${t('changeStatus')} : ${name}`} onClick={open}>
        {t('changeStatus')}
      </button>
      <ActDialog dialog={dialog} title={t('statusOf', { name })} confirm={t('apply')} done={done}>
        <fieldset>
          <legend class="sr">{t('status')}</legend>
          {FORCED.map((one) => (
            <label class="pick" key={one}>
              <input type="radio" name={`status ${id}`} checked={to === one} onChange={() => setTo(one)} />
              <span class={`pill ${one}`}>
                <i aria-hidden="true" />
                {t(one)}
              </span>
            </label>
          ))}
        </fieldset>
        <p class="hint">
          {t(to === 'offline' ? 'forceOfflineLead' : to === 'away' ? 'forceAwayLead' : 'forceAvailableLead')}
        </p>
      </ActDialog>
    </>
  );
}
