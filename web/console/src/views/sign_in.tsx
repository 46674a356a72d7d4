import { useRef, useState } from 'preact/hooks';
import { wakeSound } from '../alerts.ts';
import { session, sessionOver } from '../desk.ts';
import { currentSession, signIn } from '../session.ts';
import { type Key, language, speak, t } from '../words/words.ts';
import { Icon } from './icon.tsx';

export function SignIn() {
  const [problem, setProblem] = useState<Key | null>(null);
  const [busy, setBusy] = useState(false);
  const email = useRef<HTMLInputElement>(null);
  const password = useRef<HTMLInputElement>(null);

  const submit = async (event: Event) => {
    event.preventDefault();
    // This click is the gesture browsers want before they play a sound.
    void wakeSound();
    setBusy(true);
    const result = await signIn(email.current?.value.trim() ?? '', password.current?.value ?? '');
    try {
      const found = result === 'ok' ? await currentSession() : null;
      sessionOver.value = false;
      if (found) session.value = found;
      setProblem(result === 'ok' ? (found ? null : 'noServer') : result);
    } catch {
      setProblem('noServer');
    }
    setBusy(false);
    password.current?.focus();
  };

  return (
    <main class="sign-in">
      <form class="card" onSubmit={submit} aria-labelledby="sign-in-title">
        <p class="brand">
          <span class="logo">
            <Icon name="chat" />
          </span>
          Relais
        </p>
        <h1 id="sign-in-title">{t('signIn')}</h1>
        <p class="lead">{sessionOver.value ? t('sessionOver') : t('signInLead')}</p>
        <label for="email">{t('email')}</label>
        <input id="email" type="email" autocomplete="username" required ref={email} />
        <label for="password">{t('password')}</label>
        <input
          id="password"
          type="password"
          autocomplete="current-password"
          required
          ref={password}
          aria-describedby="sign-in-problem"
        />
        <p class="problem" id="sign-in-problem" role="alert">
          {problem ? t(problem) : ''}
        </p>
        <button class="main" type="submit" disabled={busy}>
          {busy ? t('entering') : t('enter')}
        </button>
        <LanguageChoice />
      </form>
    </main>
  );
}

export function LanguageChoice() {
  return (
    <div class="languages" role="group" aria-label={t('language')}>
      {(['fr', 'en'] as const).map((one) => (
        <button
          type="button"
          key={one}
          lang={one}
          aria-pressed={language.value === one}
          onClick={() => speak(one)}
        >
          {one === 'fr' ? 'Français' : 'English'}
        </button>
      ))}
    </div>
  );
}
