/** Signing in and out, and the few lists that are fetched (protocol section 6). */
import type { Act, LeftMessage } from '@relais/core/protocol/agent_frames';
import { act, leftMessage } from '@relais/core/protocol/parse_agent';
import { flag, list, or, shape, text } from '@relais/core/protocol/read';

export interface Session {
  readonly agent: string;
  readonly name: string;
  readonly role: string;
  readonly language: string;
  /** Signed in with a one-time password: nothing else is allowed before a new one is chosen. */
  readonly must_choose_password: boolean;
}

export type SignedIn = 'ok' | 'wrong' | 'tooMany' | 'noServer';

async function call(method: string, path: string, body?: object): Promise<Response> {
  return fetch(path, {
    method,
    credentials: 'same-origin',
    ...(body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {}),
  });
}

const signedIn = shape({
  agent: text,
  name: or(text, ''),
  role: or(text, 'agent'),
  language: or(text, ''),
  must_choose_password: flag,
});

/** null: nobody is signed in. Throws when the server cannot be asked. */
export async function currentSession(): Promise<Session | null> {
  const answer = await call('GET', '/v1/session');
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`session ${answer.status}`);
  return signedIn(await answer.json());
}

export async function signIn(email: string, password: string): Promise<SignedIn> {
  try {
    const answer = await call('POST', '/v1/session', { email, password });
    if (answer.ok) return 'ok';
    return answer.status === 429 ? 'tooMany' : answer.status === 401 ? 'wrong' : 'noServer';
  } catch {
    return 'noServer';
  }
}

export async function signOut(): Promise<void> {
  await call('DELETE', '/v1/session');
}

export const ACTS_A_PAGE_MAX = 100;

/** What supervisors did, newest first, before this number. Throws when the server cannot be asked. */
export async function acts(before: number | null): Promise<Act[]> {
  const answer = await call('GET', `/v1/acts${before === null ? '' : `?before=${before}`}`);
  if (!answer.ok) throw new Error(`acts ${answer.status}`);
  return shape({ acts: list(act) })(await answer.json()).acts;
}

export async function leftMessages(): Promise<LeftMessage[]> {
  const answer = await call('GET', '/v1/left-messages?done=false');
  if (!answer.ok) return [];
  return shape({ left_messages: list(leftMessage) })(await answer.json()).left_messages;
}
