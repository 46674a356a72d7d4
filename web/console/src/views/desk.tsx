import { useEffect, useRef, useState } from 'preact/hooks';
import { wakeSound } from '../alerts.ts';
import {
  accept,
  administrates,
  desk,
  dismiss,
  focused,
  nameOf,
  ringing,
  state,
  supervises,
  toasts,
  whyRefused,
} from '../desk.ts';
import { place, show } from '../place.ts';
import { type Action, actionOf } from '../shortcuts.ts';
import { t } from '../words/words.ts';
import { ChatColumn } from './chat_column.tsx';
import { EmptySeat } from './empty_seat.tsx';
import { Icon } from './icon.tsx';
import { People } from './people/people.tsx';
import { Supervision } from './supervision/supervision.tsx';
import { TopBar } from './top_bar.tsx';

const COLUMNS_MIN = 3;

function goTo(slot: number): void {
  const column = document.querySelector(`[data-slot="${slot}"]`);
  const target = column?.querySelector<HTMLElement>('textarea, button.main');
  target?.focus();
  column?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
}

function step(by: 1 | -1): void {
  const chats = state.value.chats;
  if (chats.length === 0) return;
  const here = chats.findIndex((chat) => chat.conversation.id === focused.value);
  const next = chats[(here + by + chats.length) % chats.length] ?? chats[0];
  if (next) goTo(next.slot);
}

function acceptFirst(): void {
  const offer = ringing.value[0];
  if (offer) accept(offer.conversation.id);
}

/** The columns are drawn first, where another page was shown. */
const there = (run: () => void) => () => {
  show('desk');
  requestAnimationFrame(run);
};

const RUN: Readonly<Record<Action, () => void>> = {
  chat1: there(() => goTo(0)),
  chat2: there(() => goTo(1)),
  chat3: there(() => goTo(2)),
  next: there(() => step(1)),
  previous: there(() => step(-1)),
  accept: acceptFirst,
};

export function Desk() {
  useEffect(() => {
    const wake = () => void wakeSound();
    const keys = (event: KeyboardEvent) => {
      if (document.querySelector('dialog[open]')) return;
      const action = actionOf(event);
      if (!action) return;
      event.preventDefault();
      RUN[action]();
    };
    addEventListener('pointerdown', wake, { once: true });
    addEventListener('keydown', keys);
    return () => {
      removeEventListener('pointerdown', wake);
      removeEventListener('keydown', keys);
    };
  }, []);
  return (
    <>
      <TopBar />
      <Banners />
      <Page />
      <Announcer />
      <Toasts />
    </>
  );
}

function Page() {
  if (place.value === 'supervision' && supervises.value) return <Supervision />;
  if (place.value === 'people' && administrates.value) return <People />;
  return <Columns />;
}

function Columns() {
  const { chats, agent } = state.value;
  // Nobody looks at a chat while another page is shown.
  useEffect(
    () => () => {
      focused.value = null;
    },
    [],
  );
  const slots = Math.max(COLUMNS_MIN, agent?.seats ?? 0, ...chats.map((chat) => chat.slot + 1));
  const limit = agent?.seats ?? COLUMNS_MIN;
  const columns = [];
  for (let slot = 0; slot < slots; slot += 1) {
    const chat = chats.find((one) => one.slot === slot);
    if (chat) columns.push(<ChatColumn key={chat.conversation.id} chat={chat} />);
    else if (slot < limit) columns.push(<EmptySeat key={`empty ${slot}`} slot={slot} />);
  }
  return (
    <main class="columns" aria-label={t('chats')}>
      {columns}
    </main>
  );
}

function Banners() {
  const { storing, stop, reload, stranded } = state.value;
  const [hidden, setHidden] = useState(false);
  return (
    <>
      {storing === 'late' && (
        <p class="banner" role="status">
          {t('storingLate')}
        </p>
      )}
      {stop && stop !== 'session_ended' && (
        <p class="banner grave" role="alert">
          {t(stop === 'too_old' ? 'tooOld' : 'notAllowed')}
        </p>
      )}
      {(reload || stop === 'too_old') && !hidden && (
        <p class="banner">
          {t('reloadHint')}{' '}
          <button type="button" class="link" onClick={() => location.reload()}>
            {t('reload')}
          </button>
          <button type="button" class="link" onClick={() => setHidden(true)}>
            {t('close')}
          </button>
        </p>
      )}
      {stranded.map((one) => (
        <p class="banner grave" key={one.id} role="alert">
          {t('strandedTitle')} ({whyRefused(one.failed ?? '')}) : « {one.body.text} »{' '}
          <button type="button" class="link" onClick={() => desk().discard(one.id)}>
            {t('discard')}
          </button>
        </p>
      ))}
    </>
  );
}

/** What a screen reader must hear although it happens away from the focus. */
function Announcer() {
  const first = ringing.value[0];
  const words = first ? `${t('offerNew')} : ${nameOf(first.conversation.visitor.name)}` : '';
  return (
    <p class="sr" role="alert">
      {words}
    </p>
  );
}

function Toasts() {
  const list = useRef<HTMLDivElement>(null);
  return (
    <div class="toasts" role="status" ref={list}>
      {toasts.value.map((one) => (
        <p key={one.id} class={one.grave ? 'toast grave' : 'toast'}>
          <span>{one.words}</span>
          <button type="button" class="bare" aria-label={t('close')} onClick={() => dismiss(one.id)}>
            <Icon name="close" />
          </button>
        </p>
      ))}
    </div>
  );
}
