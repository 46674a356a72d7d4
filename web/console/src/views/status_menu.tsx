import { useRef, useState } from 'preact/hooks';
import { serverNow, choose as setStatus, state } from '../desk.ts';
import { type Key, span, t } from '../words/words.ts';
import { Icon } from './icon.tsx';

const REASONS: readonly Key[] = [
  'reasonPause',
  'reasonLunch',
  'reasonMeeting',
  'reasonTraining',
  'reasonTask',
];
const REASON_POINTS_MAX = 40;

const KNOWN = ['available', 'away', 'missed', 'offline'] as const;

export function StatusMenu() {
  const { agent, link } = state.value;
  const [open, setOpen] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const opener = useRef<HTMLButtonElement>(null);
  if (!agent) return null;

  const close = () => {
    setOpen(false);
    opener.current?.focus();
  };
  const status = KNOWN.find((one) => one === agent.status) ?? 'away';
  const words = agent.reason && status === 'away' ? `${t(status)} · ${agent.reason}` : t(status);
  return (
    <div
      class="menu"
      role="group"
      aria-label={t('status')}
      ref={box}
      onFocusOut={(event) => {
        if (!box.current?.contains(event.relatedTarget as Node | null)) setOpen(false);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && open) close();
      }}
    >
      <button
        type="button"
        ref={opener}
        class={`status ${status}`}
        aria-expanded={open}
        title={t('status')}
        disabled={link !== 'online'}
        onClick={() => setOpen(!open)}
      >
        <i aria-hidden="true" />
        <span>{words}</span>
        {agent.since !== null && status !== 'available' && <small>{span(serverNow() - agent.since)}</small>}
        <Icon name="down" />
      </button>
      {open && <Choices missed={status === 'missed'} done={close} />}
    </div>
  );
}

function Choices({ missed, done }: { missed: boolean; done: () => void }) {
  const own = useRef<HTMLInputElement>(null);
  const choose = (status: 'available' | 'away', reason: string) => {
    setStatus(status, reason);
    done();
  };
  return (
    <div class="drop">
      {missed && <p class="hint">{t('missedLead')}</p>}
      <button type="button" class="choice available" onClick={() => choose('available', '')}>
        <i aria-hidden="true" />
        {t(missed ? 'becomeAvailable' : 'available')}
      </button>
      {REASONS.map((reason) => (
        <button type="button" class="choice away" key={reason} onClick={() => choose('away', t(reason))}>
          <i aria-hidden="true" />
          {t(reason)}
        </button>
      ))}
      <form
        class="own-reason"
        onSubmit={(event) => {
          event.preventDefault();
          choose('away', own.current?.value.trim().slice(0, REASON_POINTS_MAX) ?? '');
        }}
      >
        <label for="own-reason">{t('reasonOwn')}</label>
        <input id="own-reason" ref={own} maxLength={REASON_POINTS_MAX} />
        <button type="submit" class="second">
          {t('apply')}
        </button>
      </form>
    </div>
  );
}
