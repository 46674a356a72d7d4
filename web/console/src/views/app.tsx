import { useEffect } from 'preact/hooks';
import { openDesk, session } from '../desk.ts';
import { currentSession } from '../session.ts';
import { speakAs } from '../words/words.ts';
import { ChoosePassword } from './choose_password.tsx';
import { Desk } from './desk.tsx';
import { SignIn } from './sign_in.tsx';

export function App() {
  useEffect(() => {
    currentSession().then(
      (found) => {
        session.value = found;
      },
      () => {
        session.value = null;
      },
    );
  }, []);
  const who = session.value;
  useEffect(() => {
    if (!who || who === 'unknown') return;
    speakAs(who.language);
    if (!who.must_choose_password) openDesk(who);
  }, [who]);
  if (who === 'unknown') return null;
  if (who === null) return <SignIn />;
  return who.must_choose_password ? <ChoosePassword /> : <Desk />;
}
