import { useState } from 'preact/hooks';
import {
  askNotices,
  noticesAllowed,
  play,
  soundReady,
  soundWanted,
  wakeSound,
  wantSound,
} from '../alerts.ts';
import { enterSends, setEnterSends } from '../choices.ts';
import {
  ACTION_WORDS,
  ACTIONS,
  type Action,
  bind,
  combinationOf,
  printed,
  resetShortcuts,
  shortcuts,
  shortcutsOn,
  useShortcuts,
} from '../shortcuts.ts';
import { type Theme, theme, wear } from '../theme.ts';
import { type Key, t } from '../words/words.ts';
import { PasswordForm } from './password_form.tsx';
import { LanguageChoice } from './sign_in.tsx';

const THEMES: readonly (readonly [Theme, Key])[] = [
  ['auto', 'themeAuto'],
  ['light', 'themeLight'],
  ['dark', 'themeDark'],
];

export function Settings() {
  const test = async () => {
    await wakeSound();
    play('offer');
  };
  return (
    <div class="settings">
      <section>
        <h3>{t('sound')}</h3>
        <p class="hint">{t('soundLead')}</p>
        <p class="row">
          <button type="button" class="second" onClick={test}>
            {t('soundTest')}
          </button>
          <span role="status">{t(soundReady.value ? 'soundOn' : 'soundOff')}</span>
        </p>
        <Check words={t('soundUse')} on={soundWanted.value} set={wantSound} />
      </section>
      <section>
        <h3>{t('notices')}</h3>
        {noticesAllowed.value === 'default' ? (
          <button type="button" class="second" onClick={() => void askNotices()}>
            {t('noticesAsk')}
          </button>
        ) : (
          <p>{t(noticesAllowed.value === 'granted' ? 'noticesOn' : 'noticesNo')}</p>
        )}
      </section>
      <section>
        <h3>{t('language')}</h3>
        <LanguageChoice />
      </section>
      <section>
        <h3>{t('theme')}</h3>
        <div class="languages" role="group" aria-label={t('theme')}>
          {THEMES.map(([one, words]) => (
            <button type="button" key={one} aria-pressed={theme.value === one} onClick={() => wear(one)}>
              {t(words)}
            </button>
          ))}
        </div>
      </section>
      <section>
        <h3>{t('writing')}</h3>
        <Check words={t('enterSends')} on={enterSends.value} set={setEnterSends} />
      </section>
      <OwnPassword />
      <Shortcuts />
    </div>
  );
}

function OwnPassword() {
  const [state, setState] = useState<'closed' | 'open' | 'done'>('closed');
  return (
    <section>
      <h3>{t('ownPassword')}</h3>
      {state === 'open' ? (
        <PasswordForm
          asksCurrent
          confirm={t('passwordChange')}
          done={() => setState('done')}
          cancel={() => setState('closed')}
          cancelWords={t('cancel')}
        />
      ) : (
        <p class="row">
          <button type="button" class="second" onClick={() => setState('open')}>
            {t('ownPasswordChange')}
          </button>
          <span role="status">{state === 'done' ? t('ownPasswordDone') : ''}</span>
        </p>
      )}
    </section>
  );
}

function Check({ words, on, set }: { words: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <label class="check">
      <input type="checkbox" checked={on} onChange={(event) => set(event.currentTarget.checked)} />
      {words}
    </label>
  );
}

function Shortcuts() {
  const [waiting, setWaiting] = useState<Action | null>(null);
  const pressed = (event: KeyboardEvent) => {
    if (waiting === null || event.key === 'Tab') return;
    const combination = combinationOf(event);
    if (combination === null) return;
    event.preventDefault();
    bind(waiting, combination);
    setWaiting(null);
  };
  return (
    <section>
      <h3>{t('shortcuts')}</h3>
      <Check words={t('shortcutsUse')} on={shortcutsOn.value} set={useShortcuts} />
      <table class="keys">
        <tbody>
          {ACTIONS.map((action) => (
            <tr key={action}>
              <th scope="row">{t(ACTION_WORDS[action])}</th>
              <td>
                <kbd>{waiting === action ? t('pressKeys') : printed(shortcuts.value[action])}</kbd>
              </td>
              <td>
                <button
                  type="button"
                  class="link"
                  aria-label={`${t('change')} : ${t(ACTION_WORDS[action])}`}
                  onClick={() => setWaiting(action)}
                  onKeyDown={pressed}
                  onBlur={() => setWaiting(null)}
                >
                  {t('change')}
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <button type="button" class="link" onClick={resetShortcuts}>
        {t('reset')}
      </button>
    </section>
  );
}
