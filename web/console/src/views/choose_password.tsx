/** Signed in with a one-time password: nothing else is to be had before a password of one's own. */
import { session } from '../desk.ts';
import { currentSession, signOut } from '../session.ts';
import { t } from '../words/words.ts';
import { Icon } from './icon.tsx';
import { PasswordForm } from './password_form.tsx';
import { LanguageChoice } from './sign_in.tsx';

async function again(): Promise<void> {
  try {
    session.value = await currentSession();
  } catch {
    session.value = null;
  }
}

export function ChoosePassword() {
  const leave = () => {
    const out = () => {
      session.value = null;
    };
    signOut().then(out, out);
  };
  return (
    <main class="sign-in">
      <div class="card">
        <p class="brand">
          <span class="logo">
            <Icon name="chat" />
          </span>
          Relais
        </p>
        <h1>{t('chooseTitle')}</h1>
        <p class="lead">{t('chooseLead')}</p>
        <PasswordForm
          asksCurrent={false}
          confirm={t('chooseConfirm')}
          done={() => void again()}
          cancel={leave}
          cancelWords={t('signOut')}
        />
        <LanguageChoice />
      </div>
    </main>
  );
}
