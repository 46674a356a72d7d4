import { useEffect } from 'preact/hooks';
import { openDesk, session } from '../desk.ts';
import { currentSession } from '../session.ts';
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
    if (who && who !== 'unknown') openDesk(who);
  }, [who]);
  if (who === 'unknown') return null;
  return who === null ? <SignIn /> : <Desk />;
}
