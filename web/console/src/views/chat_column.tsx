import type { Chat } from '@relais/core/agent/state';
import { useState } from 'preact/hooks';
import { accept, accepted, desk, focused, markSeen, nameOf, now, serverNow, state, unread } from '../desk.ts';
import { plain } from '../words/plain.ts';
import { span, t } from '../words/words.ts';
import { Composer } from './composer.tsx';
import { Dialog, useDialog } from './dialog.tsx';
import { Icon } from './icon.tsx';
import { Age, order } from './top_bar.tsx';
import { Transcript } from './transcript.tsx';
import { TransferForm } from './transfer_form.tsx';

export function ChatColumn({ chat }: { chat: Chat }) {
  const { conversation, slot } = chat;
  const name = nameOf(conversation.visitor.name);
  const looked = () => {
    focused.value = conversation.id;
    markSeen(conversation.id);
  };
  return (
    <section
      class={`column ${conversation.state}`}
      aria-label={`${t('chatN', { n: slot + 1 })} : ${name}`}
      data-slot={slot}
      onFocusIn={looked}
      onPointerDown={looked}
    >
      <Head chat={chat} name={name} />
      {conversation.state === 'offered' && <Offer chat={chat} />}
      <Transcript chat={chat} name={name} />
      {(conversation.state === 'active' || accepted.value === conversation.id) && (
        <Composer chat={chat} name={name} />
      )}
      {conversation.state === 'ended' && <WrapUp chat={chat} />}
    </section>
  );
}

function Head({ chat, name }: { chat: Chat; name: string }) {
  const { conversation, slot } = chat;
  const { visitor } = conversation;
  const point = state.value.entryPoints.find((one) => one.id === conversation.entry_point);
  const presence = visitor.present === 'here' ? 'here' : visitor.present === 'away' ? 'leftPage' : 'gone';
  const page = plain(visitor.page?.title ?? visitor.page?.url ?? null);
  const fresh = unread.value.get(conversation.id) ?? 0;
  return (
    <header class="head">
      <span class="face" aria-hidden="true">
        {[...plain(visitor.name)][0]?.toUpperCase() ?? slot + 1}
        <i class={visitor.present} />
      </span>
      <div class="names">
        <h2>
          <span class="called">{name}</span>
          {fresh > 0 && <Fresh count={fresh} />}
        </h2>
        <p>
          <span class={visitor.present === 'here' ? 'sr' : `presence ${visitor.present}`}>{t(presence)}</span>
          {point?.name && <span>{point.name}</span>}
          {visitor.language && <span class="tag">{visitor.language.toUpperCase()}</span>}
          {conversation.episode > 1 && <span>{t('again', { n: conversation.episode })}</span>}
          <span>
            <Age since={conversation.arrival} />
          </span>
        </p>
        {page && (
          <p class="page">
            {t('onPage')}{' '}
            {visitor.page?.url && /^https?:/.test(visitor.page.url) ? (
              <a href={visitor.page.url} target="_blank" rel="noopener noreferrer">
                {page}
              </a>
            ) : (
              page
            )}
          </p>
        )}
      </div>
      {conversation.state === 'active' && <Actions chat={chat} name={name} />}
    </header>
  );
}

/** The number for the eye, however narrow the column is; in words for who hears it or points at it. */
function Fresh({ count }: { count: number }) {
  const words = t(count === 1 ? 'freshOne' : 'freshMany', { n: count });
  return (
    <span class="fresh" title={words}>
      <span aria-hidden="true">{count}</span>
      <span class="sr">{words}</span>
    </span>
  );
}

function Actions({ chat, name }: { chat: Chat; name: string }) {
  const { id, transfer } = chat.conversation;
  const form = useDialog();
  const ending = useDialog();
  return (
    <div class="actions">
      {transfer ? (
        <p class="pending" role="status">
          {t('transferring', { name: transfer.name ?? '' })}
          <button type="button" class="link" onClick={() => order('cancel_transfer', id)}>
            {t('cancelTransfer')}
          </button>
        </p>
      ) : (
        <button
          type="button"
          class="quiet"
          aria-label={t('transfer')}
          title={t('transfer')}
          onClick={form.open}
        >
          <Icon name="transfer" />
        </button>
      )}
      <button
        type="button"
        class="quiet"
        aria-label={t('requeue')}
        title={t('requeue')}
        onClick={() => order('requeue', id)}
      >
        <Icon name="requeue" />
      </button>
      <button type="button" class="second" title={t('endTitle')} onClick={ending.open}>
        {t('end')}
      </button>
      <Dialog dialog={form} title={t('transferTitle', { name })}>
        <TransferForm conversation={id} done={form.close} />
      </Dialog>
      <Dialog dialog={ending} title={t('endTitle')}>
        <div class="row">
          <button
            type="button"
            class="main"
            onClick={() => {
              ending.close();
              order('end', id);
            }}
          >
            {t('end')}
          </button>
          <button type="button" class="second" onClick={ending.close}>
            {t('cancel')}
          </button>
        </div>
      </Dialog>
    </div>
  );
}

const RING_LENGTH = 2 * Math.PI * 20;

function Offer({ chat }: { chat: Chat }) {
  const { conversation, offerEnds, offerLasts } = chat;
  const [declined, setDeclined] = useState(false);
  const answered = declined || accepted.value === conversation.id;
  const left = Math.max(0, (offerEnds ?? 0) - now.value);
  const seconds = Math.ceil(left / 1000);
  const from = conversation.offer?.from;
  const decline = () => {
    setDeclined(true);
    desk().order({ kind: 'decline', conversation: conversation.id }, () => setDeclined(false));
  };
  return (
    <div class="offer">
      <svg
        class={seconds <= 3 ? 'ring late' : 'ring'}
        viewBox="0 0 48 48"
        role="img"
        aria-label={t('secondsLeft', { n: seconds })}
      >
        <circle cx="24" cy="24" r="20" />
        <circle
          cx="24"
          cy="24"
          r="20"
          class="left"
          stroke-dasharray={RING_LENGTH}
          stroke-dashoffset={RING_LENGTH * (1 - left / Math.max(1, offerLasts))}
        />
        <text x="24" y="24">
          {seconds}
        </text>
      </svg>
      <div>
        <p class="what">{from ? t('offerFrom', { name: from }) : t('offerNew')}</p>
        <div class="row">
          <button type="button" class="main" disabled={answered} onClick={() => accept(conversation.id)}>
            {t('accept')}
          </button>
          <button type="button" class="second" disabled={answered} onClick={decline}>
            {t('decline')}
          </button>
        </div>
      </div>
    </div>
  );
}

function WrapUp({ chat }: { chat: Chat }) {
  const { id, wrap_up_until: until } = chat.conversation;
  return (
    <div class="wrap-up">
      <p>
        {t('ended')}
        {until !== null && <small>{t('wrapUp', { time: span(until - serverNow()) })}</small>}
      </p>
      {until !== null && (
        <button type="button" class="main" onClick={() => order('wrap_up_done', id)}>
          {t('wrapUpDone')}
        </button>
      )}
    </div>
  );
}
