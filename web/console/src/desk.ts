/** The console's one client and what hangs on it: the state as a signal, notices, alerts, the column that has the focus. */
import { computed, signal } from '@preact/signals';
import { AgentClient } from '@relais/core/agent/agent_client';
import { type AgentNews, type AgentState, FIRST_AGENT_STATE } from '@relais/core/agent/state';
import { browserChance, browserClock, type Clock } from '@relais/core/link/clock';
import { browserSignals } from '@relais/core/link/page_signals';
import { openBrowserWire } from '@relais/core/link/wire';
import { workerClock } from '@relais/core/link/worker_clock';
import { alertFor, titleBadge } from './alerts.ts';
import { browserStore } from './kept.ts';
import { show } from './place.ts';
import { leftMessages, type Session, signOut } from './session.ts';
import { startTimerWorker } from './timer_worker.ts';
import { plain } from './words/plain.ts';
import { type Key, language, t } from './words/words.ts';

export interface Toast {
  readonly id: number;
  readonly words: string;
  readonly grave: boolean;
}

const TOAST_MS = 7000;
const TOASTS_MAX = 4;
const HIDDEN_DRAW_MS = 50;

export const session = signal<Session | null | 'unknown'>('unknown');
export const sessionOver = signal(false);
export const state = signal<AgentState>(FIRST_AGENT_STATE);
export const toasts = signal<readonly Toast[]>([]);
/** The chat whose composer was last used. */
export const focused = signal<string | null>(null);
/** Ticks four times a second while somebody looks: count-downs and ages. */
export const now = signal(performance.now());
export const ringing = computed(() =>
  state.value.chats.filter((chat) => chat.conversation.state === 'offered'),
);

/** The offer that was accepted here: its composer is there before the answer, so that nothing typed next is lost. */
export const accepted = signal<string | null>(null);

export const supervises = computed(() => ['supervisor', 'admin'].includes(state.value.role));
export const administrates = computed(() => state.value.role === 'admin');

const clock: Clock = workerClock(startTimerWorker);
let client: AgentClient | null = null;
let toastIds = 0;
/** Messages that came while nobody looked at their chat, by conversation. */
export const unread = signal<ReadonlyMap<string, number>>(new Map());

setInterval(() => {
  if (!document.hidden) now.value = performance.now();
}, 250);

export function desk(): AgentClient {
  if (!client) throw new Error('no desk before the session');
  return client;
}

/** The server's clock, in milliseconds since 1970. */
export const serverNow = (): number => {
  now.value;
  return browserClock.wall() + state.value.skew;
};

export function openDesk(who: Session): void {
  if (client) return;
  const url = `${location.origin.replace('http', 'ws')}/v1/agent`;
  client = new AgentClient(
    { url, agent: who.agent, language: language.value, build: RELAIS_BUILD },
    { clock, chance: browserChance, signals: browserSignals, open: openBrowserWire, store: browserStore },
  );
  client.subscribe(changed);
  client.onNews(heard);
  client.start();
  fetchLeftMessages();
}

export function closeDesk(): void {
  client?.stop();
  client = null;
  state.value = FIRST_AGENT_STATE;
  titleBadge(0, false);
}

/** What is fetched for whoever signed in is not for the next one. */
export function forThisDesk<T>(
  fetched: Promise<T>,
  take: (desk: AgentClient, what: T) => void,
): Promise<void> {
  const mine = client;
  return fetched.then(
    (what) => {
      if (mine && mine === client) take(mine, what);
    },
    () => {
      if (mine === client) toast(t('noServer'), true);
    },
  );
}

function fetchLeftMessages(): void {
  void forThisDesk(leftMessages(), (mine, list) => mine.leftMessages(list));
}

let due = false;
/** One redraw a frame, however many frames come from the server. */
function changed(next: AgentState): void {
  if (next.stop === 'session_ended') {
    closeDesk();
    sessionOver.value = true;
    session.value = null;
    return;
  }
  if (due) return;
  due = true;
  soon();
}

/** A hidden page gets no frame, also none that it asked for just before: it is drawn by a timer of the Worker. */
function soon(): void {
  if (document.hidden) clock.after(HIDDEN_DRAW_MS, draw);
  else requestAnimationFrame(draw);
}

document.addEventListener('visibilitychange', () => {
  if (due && document.hidden) soon();
});

function draw(): void {
  if (!due) return;
  due = false;
  if (!client) return;
  state.value = client.state();
  if (!ringing.value.some((chat) => chat.conversation.id === accepted.value)) accepted.value = null;
  badge();
}

function badge(): void {
  let count = 0;
  for (const chat of state.value.chats) count += unread.value.get(chat.conversation.id) ?? 0;
  titleBadge(count, ringing.value.length > 0);
}

/** False if nothing changed. */
function setUnread(conversation: string, count: number): boolean {
  if ((unread.value.get(conversation) ?? 0) === count) return false;
  const next = new Map(unread.value);
  if (count > 0) next.set(conversation, count);
  else next.delete(conversation);
  unread.value = next;
  return true;
}

export function markSeen(conversation: string): void {
  if (setUnread(conversation, 0)) badge();
}

export const nameOf = (name: string | null): string => plain(name) || t('visitor');

const REMOVED: Readonly<Record<string, Key>> = {
  missed: 'removedMissed',
  declined: 'removedDeclined',
  withdrawn: 'removedWithdrawn',
  visitor_left: 'removedVisitorLeft',
  transferred: 'removedTransferred',
  requeued: 'removedRequeued',
  taken_elsewhere: 'removedElsewhere',
  closed: 'removedClosed',
};

const WHY: Readonly<Record<string, Key>> = {
  offer_expired: 'whyOfferExpired',
  offer_not_yours: 'whyNotYours',
  not_your_conversation: 'whyNotYours',
  unknown_conversation: 'whyClosed',
  conversation_closed: 'whyClosed',
  agent_full: 'whyAgentFull',
  agent_unavailable: 'whyAgentUnavailable',
  unknown_agent: 'whyAgentUnavailable',
  no_transfer: 'whyNoTransfer',
  text_too_long: 'whyTooLong',
  not_allowed: 'whyNotAllowed',
};

export const whyRefused = (code: string): string => t(WHY[code] ?? 'whyOther', { code });

function heard(news: AgentNews): void {
  switch (news.kind) {
    case 'offered':
      alertFor('offer', t('newOffer', { name: nameOf(news.name) }));
      break;
    case 'message': {
      const looked = !document.hidden && focused.value === news.conversation;
      if (looked) break;
      setUnread(news.conversation, (unread.value.get(news.conversation) ?? 0) + 1);
      badge();
      alertFor('message', t('newMessage', { name: nameOf(news.name), text: news.entry.body ?? '' }));
      break;
    }
    case 'removed': {
      setUnread(news.conversation, 0);
      const key = REMOVED[news.why];
      if (key && news.why !== 'declined' && news.why !== 'closed')
        toast(t(key, { name: nameOf(news.name) }), news.why === 'missed');
      break;
    }
    case 'refused':
      // Signing out asks by itself.
      if (news.code !== 'chats_running') toast(t('refused', { why: whyRefused(news.code) }), true);
      break;
    case 'left_message':
      toast(t('newLeftMessage'), false);
      break;
    case 'status':
      statusChanged(news.status, news.reason);
      break;
  }
}

/** What this agent has just chosen here; what else happens to his status is told. */
let chosen = '';

export function choose(status: 'available' | 'away', reason: string): void {
  chosen = `${status} ${reason}`;
  desk().order({ kind: 'status', status, ...(reason ? { reason } : {}) });
}

const STATUS: Readonly<Record<string, Key>> = { available: 'available', away: 'away', offline: 'offline' };

function statusChanged(status: string, reason: string | null): void {
  if (chosen === `${status} ${reason ?? ''}`) return;
  chosen = '';
  const key = STATUS[status];
  const words = key && t(key) + (reason ? ` · ${reason}` : '');
  toast(
    words ? t('statusNow', { status: words }) : t('missedLead'),
    status !== 'available' && status !== 'away',
  );
}

/** The answer is written at the desk, whichever page was shown. */
export function accept(conversation: string): void {
  show('desk');
  accepted.value = conversation;
  desk().order({ kind: 'accept', conversation }, ({ kind }) => {
    if (kind === 'refused' && accepted.value === conversation) accepted.value = null;
  });
}

export function toast(words: string, grave: boolean): void {
  toastIds += 1;
  const id = toastIds;
  toasts.value = [...toasts.value.slice(1 - TOASTS_MAX), { id, words, grave }];
  browserClock.after(TOAST_MS, () => dismiss(id));
}

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((one) => one.id !== id);
}

export function leaveDesk(chats: 'requeue' | null, running: () => void): void {
  chosen = 'offline ';
  desk().order({ kind: 'sign_out', ...(chats ? { chats } : {}) }, (outcome) => {
    if (outcome.kind === 'refused' && outcome.code === 'chats_running') {
      running();
      return;
    }
    const done = () => {
      closeDesk();
      session.value = null;
    };
    signOut().then(done, done);
  });
}
