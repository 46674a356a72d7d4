import type { Entrance } from '@relais/core/agent/state';
import { useRef, useState } from 'preact/hooks';
import {
  administrates,
  desk,
  leaveDesk,
  now,
  ringing,
  serverNow,
  session,
  state,
  supervises,
} from '../desk.ts';
import { addressOf, type Place, place } from '../place.ts';
import { type Key, span, t, waited } from '../words/words.ts';
import { Dialog, useDialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { LeftMessages } from './left_messages.tsx';
import { Settings } from './settings.tsx';
import { StatusMenu } from './status_menu.tsx';

export function TopBar() {
  const left = useDialog();
  const settings = useDialog();
  const leaving = useDialog();
  const who = session.value;
  const { leftMessages, name } = state.value;
  const shown = name || (who && who !== 'unknown' ? who.name : '');
  return (
    <header class="top">
      <h1 class="brand">
        <span class="logo">
          <Icon name="chat" />
        </span>
        <span class="sr">{t('desk', { name: shown })}</span>
        <span aria-hidden="true">{shown}</span>
      </h1>
      <Pages />
      <StatusMenu />
      <Seats />
      {place.value === 'desk' && <Waiting />}
      <span class="spring" />
      <LinkState />
      <button
        type="button"
        class="quiet"
        onClick={left.open}
        aria-label={t('leftMessagesN', { n: leftMessages.length })}
      >
        <Icon name="mail" />
        {leftMessages.length > 0 && <span class="count">{leftMessages.length}</span>}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={settings.open}
        aria-label={t('settings')}
        title={t('settings')}
      >
        <Icon name="gear" />
      </button>
      <button
        type="button"
        class="quiet"
        aria-label={t('signOut')}
        title={t('signOut')}
        onClick={() => leaveDesk(null, leaving.open)}
      >
        <Icon name="out" />
      </button>
      <Dialog dialog={left} title={t('leftMessages')}>
        <LeftMessages />
      </Dialog>
      <Dialog dialog={settings} title={t('settings')}>
        <Settings />
      </Dialog>
      <Dialog dialog={leaving} title={t('signOutChats')}>
        <p>{t('signOutLead')}</p>
        <div class="row">
          <button type="button" class="main" onClick={() => leaveDesk('requeue', () => {})}>
            {t('signOutYes')}
          </button>
          <button type="button" class="second" onClick={leaving.close}>
            {t('cancel')}
          </button>
        </div>
      </Dialog>
    </header>
  );
}

function Seats() {
  const { agent } = state.value;
  return agent && <SeatDots used={agent.in_use} limit={agent.seats} />;
}

export function SeatDots({ used, limit }: { used: number; limit: number }) {
  const dots = [];
  for (let n = 0; n < Math.max(limit, used); n += 1) dots.push(<i key={n} class={n < used ? 'used' : ''} />);
  const words = t('seats', { used, limit });
  return (
    <span class="seats" role="img" aria-label={words} title={words}>
      {dots}
    </span>
  );
}

const PAGES: Readonly<Record<Place, Key>> = {
  desk: 'deskPage',
  supervision: 'supervision',
  people: 'people',
};

function Pages() {
  if (!supervises.value) return null;
  const offers = ringing.value.length;
  const pages: readonly Place[] = administrates.value
    ? ['desk', 'supervision', 'people']
    : ['desk', 'supervision'];
  return (
    <nav class="languages" aria-label={t('pages')}>
      {pages.map((one) => (
        <a key={one} href={addressOf(one)} aria-current={place.value === one ? 'page' : undefined}>
          {t(PAGES[one])}
          {one === 'desk' && offers > 0 && (
            <>
              {' '}
              <span class="fresh">{t(offers === 1 ? 'offerOne' : 'offerMany', { n: offers })}</span>
            </>
          )}
        </a>
      ))}
    </nav>
  );
}

function Waiting() {
  const { waiting, entryPoints } = state.value;
  const longest = longestSince(entryPoints);
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const key: Key = waiting === 0 ? 'waitingNone' : waiting === 1 ? 'waitingOne' : 'waitingMany';
  const words = t(key, { n: waiting });
  const leave = (event: FocusEvent) => {
    if (!box.current?.contains(event.relatedTarget as Node | null)) setOpen(false);
  };
  return (
    <div
      class="menu"
      role="group"
      aria-label={t('entryPoints')}
      ref={box}
      onFocusOut={leave}
      onKeyDown={(event) => {
        if (event.key === 'Escape') setOpen(false);
      }}
    >
      <button
        type="button"
        class={waiting > 0 ? 'tally busy' : 'tally'}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        <Icon name="people" />
        <span>
          {longest === null ? words : `${words} ${t('oldest', { time: waited(now.value - longest) })}`}
        </span>
      </button>
      {open && (
        <div class="drop">
          <table>
            <caption>{t('entryPoints')}</caption>
            <tbody>
              {entryPoints.map((point) => (
                <tr key={point.id}>
                  <th scope="row">{point.name ?? point.id.slice(0, 8)}</th>
                  <td>{point.waiting}</td>
                  <td>{point.longestSince === null ? '' : waited(now.value - point.longestSince)}</td>
                  <td>{stateWord(point.state)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </div>
  );
}

/** Of all queues; null when nobody waits. */
export const longestSince = (entrances: readonly Entrance[]): number | null =>
  entrances.reduce<number | null>(
    (least, { longestSince: since }) => (since !== null && (least === null || since < least) ? since : least),
    null,
  );

function stateWord(word: string | null): string {
  return word === 'open' || word === 'full' || word === 'closed' ? t(word) : '';
}

/** Trouble is told after a moment: a page change or a deploy is over before anyone could read about it. */
function LinkState() {
  const { link, current, agent } = state.value;
  const since = useRef(now.peek());
  const well = link === 'online' && current;
  if (well) since.current = now.value;
  const late = now.value - since.current > 800;
  const key: Key = well
    ? 'online'
    : link === 'waiting'
      ? 'lost'
      : link === 'online'
        ? 'catchingUp'
        : 'connecting';
  const shown = well || (!late && agent) ? 'online' : key;
  return (
    <span class={`link-state ${shown === 'online' ? 'good' : 'bad'}`} role="status">
      <i aria-hidden="true" />
      <span>{t(shown)}</span>
    </span>
  );
}

export function Age({ since }: { since: number | null }) {
  return <>{since === null ? '' : span(serverNow() - since)}</>;
}

export const order = (kind: string, conversation: string): void => desk().order({ kind, conversation });
