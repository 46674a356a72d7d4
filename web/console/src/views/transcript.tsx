import type { Chat } from '@relais/core/agent/state';
import type { Unsent } from '@relais/core/link/outbox';
import type { Entry } from '@relais/core/protocol/frames';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { desk, focused, nameOf, session, whyRefused } from '../desk.ts';
import { clockTime, t } from '../words/words.ts';

/** Nearer to the end than this, new lines keep the view at the end. */
const NEAR_END_PX = 60;
const RECENT_MS = 5000;
/** What stands in place of a text. Every other line had one: it was taken out later, with `relais forget`. */
const WITHOUT_TEXT: Partial<Record<Entry['kind'], 'sysCall' | 'sysFile'>> = {
  call: 'sysCall',
  file: 'sysFile',
};

export function Transcript({ chat, name }: { chat: Chat; name: string }) {
  const box = useRef<HTMLDivElement>(null);
  const [atEnd, setAtEnd] = useState(true);
  const { entries, unsent, visitorTyping, conversation } = chat;
  const last = entries[entries.length - 1];

  const toEnd = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
    setAtEnd(true);
  };
  useLayoutEffect(() => {
    if (atEnd) toEnd();
  }, [entries, unsent, visitorTyping]);

  const stays = useRef(atEnd);
  stays.current = atEnd;
  useEffect(() => {
    const element = box.current;
    const lines = element?.firstElementChild;
    if (!element || !lines) return;
    const sizes = new ResizeObserver(() => {
      // A stop for the keyboard where there is something to scroll: not every browser makes one by itself.
      if (element.scrollHeight > element.clientHeight) element.tabIndex = 0;
      else element.removeAttribute('tabindex');
      if (stays.current) element.scrollTop = element.scrollHeight;
    });
    sizes.observe(element);
    sizes.observe(lines);
    return () => sizes.disconnect();
  }, []);

  const seen = lastSeq(entries);
  const looked = focused.value === conversation.id;
  useEffect(() => {
    if (looked && atEnd && !document.hidden && conversation.state === 'active')
      desk().read(conversation.id, seen);
  }, [looked, seen, atEnd]);

  const scrolled = () => {
    const element = box.current;
    if (element) setAtEnd(element.scrollHeight - element.scrollTop - element.clientHeight < NEAR_END_PX);
  };
  const mine = last?.author.kind === 'agent' && last.kind === 'text' && last.seq !== null;
  return (
    <div class="transcript" ref={box} onScroll={scrolled} role="group" aria-label={t('transcript', { name })}>
      <div role="log" aria-label={t('transcript', { name })}>
        {entries.map((entry, index) => (
          <Line key={entry.position} entry={entry} before={entries[index - 1]} name={name} />
        ))}
      </div>
      <p class="mark">{mine ? t((last.seq ?? 0) <= conversation.read_seq ? 'read' : 'sent') : ''}</p>
      {unsent.map((one) => (
        <UnsentLine key={one.id} one={one} />
      ))}
      <p class="typing" role="status">
        {visitorTyping ? t('typing', { name }) : ''}
      </p>
      {!atEnd && (
        <button type="button" class="to-end" onClick={toEnd}>
          {t('toEnd')}
        </button>
      )}
    </div>
  );
}

function lastSeq(entries: readonly Entry[]): number {
  let seq = 0;
  for (const entry of entries) if ((entry.seq ?? 0) > seq) seq = entry.seq ?? 0;
  return seq;
}

function Line({ entry, before, name }: { entry: Entry; before: Entry | undefined; name: string }) {
  if (entry.kind === 'unknown') return null;
  if (entry.kind === 'system') {
    return (
      <p class="sys">
        {systemWords(entry)} · {clockTime(entry.at)}
      </p>
    );
  }
  const who = session.peek();
  const own =
    entry.author.kind === 'agent' && who !== null && who !== 'unknown' && entry.author.id === who.agent;
  const theirs = entry.author.name ?? (entry.author.kind === 'visitor' ? name : null);
  const author = own ? t('you') : theirs === null ? '' : nameOf(theirs);
  const same =
    before?.author.kind === entry.author.kind &&
    before.author.id === entry.author.id &&
    before.kind === entry.kind;
  const side = entry.kind === 'note' ? 'note' : entry.author.kind === 'visitor' ? 'theirs' : 'mine';
  return (
    <div class={`line ${side}`}>
      <p class={same ? 'sr' : 'who'}>
        {entry.kind === 'note' ? `${t('note')} · ${author}` : author} <time>{clockTime(entry.at)}</time>
      </p>
      <p class="body" dir="auto">
        {entry.body ?? t(WITHOUT_TEXT[entry.kind] ?? 'erased')}
      </p>
    </div>
  );
}

function systemWords({ payload, body }: Entry): string {
  const name = payload?.agent ?? '';
  switch (payload?.what) {
    case 'started':
      return t('sysStarted');
    case 'agent_joined':
      return t('sysJoined', { name });
    case 'requeued':
      return t('sysRequeued');
    case 'transferred':
      return t('sysTransferred', { name });
    case 'reopened':
      return t('sysReopened');
    case 'visitor_silent':
      return t('sysSilent');
    case 'ended':
      if (payload.why === 'left_message') return t('sysLeft');
      return t(
        payload.by === 'visitor' ? 'sysEndedVisitor' : payload.by === 'agent' ? 'sysEndedAgent' : 'sysEnded',
      );
    default:
      return body ?? '';
  }
}

function UnsentLine({ one }: { one: Unsent }) {
  const note = one.body.kind === 'note';
  const young = Date.now() - one.at < RECENT_MS;
  return (
    <div class={`line unsent ${note ? 'note' : 'mine'}`}>
      <p class="body" dir="auto">
        {one.body.text}
      </p>
      {one.failed === null ? (
        <p class="mark">{t(young ? 'sending' : 'unsent')}</p>
      ) : (
        <p class="mark grave">
          {t('failedSend', { why: whyRefused(one.failed) })}{' '}
          <button type="button" class="link" onClick={() => desk().retry(one.id)}>
            {t('retry')}
          </button>
          <button type="button" class="link" onClick={() => desk().discard(one.id)}>
            {t('discard')}
          </button>
        </p>
      )}
    </div>
  );
}
