/** What was done to accounts, and by whom: read when the page opens and after each act on it. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { listActs, type People, type PersonAct, whyNot } from '../../people.ts';
import { ACTS_A_PAGE_MAX } from '../../session.ts';
import { plain } from '../../words/plain.ts';
import { actTime, type Key, languageName, listed, t } from '../../words/words.ts';
import { ROLE_WORDS } from './people.tsx';

const DONE: Readonly<Record<string, Key>> = {
  added: 'didAdd',
  changed: 'didChange',
  disabled: 'didDisable',
  enabled: 'didEnable',
  password_reset: 'didResetPassword',
  password_changed: 'didChoosePassword',
};

export function Acts({ list }: { list: People }) {
  const [acts, setActs] = useState<readonly PersonAct[] | null>(null);
  const [more, setMore] = useState(false);
  const [failed, setFailed] = useState<Key | null>(null);
  const lines = useRef<HTMLOListElement>(null);
  const first = useRef(0);
  const asked = useRef(0);
  const fetch = async (known: readonly PersonAct[]) => {
    asked.current += 1;
    const mine = asked.current;
    const answer = await listActs(known[known.length - 1]?.number ?? null);
    if (mine !== asked.current) return;
    if (answer.kind === 'refused') {
      setFailed(whyNot(answer.problem) ?? 'noServer');
      return;
    }
    const page = answer.value.acts;
    first.current = known.length;
    setFailed(null);
    setMore(page.length === ACTS_A_PAGE_MAX);
    setActs([...known, ...page]);
  };
  useEffect(() => void fetch([]), [list]);
  // The button may be gone: reading goes on where the older ones begin.
  useEffect(() => {
    if (first.current > 0) (lines.current?.children[first.current] as HTMLElement | undefined)?.focus();
  }, [acts]);
  return (
    <section aria-labelledby="person-acts">
      <h2 id="person-acts">{t('personActs')}</h2>
      {acts?.length === 0 && <p class="nothing">{t('personActsNone')}</p>}
      {acts !== null && acts.length > 0 && (
        <ol class="waiting acts" ref={lines}>
          {acts.map((one) => (
            <Line key={one.number} act={one} />
          ))}
        </ol>
      )}
      {failed && (
        <p class="problem" role="alert">
          {t(failed)}{' '}
          <button type="button" class="link" onClick={() => void fetch(acts ?? [])}>
            {t('retry')}
          </button>
        </p>
      )}
      {more && acts && !failed && (
        <button type="button" class="second small older" onClick={() => void fetch(acts)}>
          {t('older')}
        </button>
      )}
    </section>
  );
}

/** As in the form. */
const FIELDS = ['name', 'role', 'seats', 'skills', 'language'];

function Line({ act }: { act: PersonAct }) {
  const changes = FIELDS.flatMap((field) => {
    const pair = act.changes.get(field);
    return pair ? changeOf(field, ...pair) : [];
  });
  return (
    <li tabIndex={-1}>
      <time dateTime={new Date(act.at).toISOString()}>{actTime(act.at)}</time>
      <span>{sentence(act)}</span>
      {changes.length > 0 && (
        <ul class="changes">
          {changes.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ul>
      )}
    </li>
  );
}

function sentence({ by, who, what }: PersonAct): string {
  const name = plain(who.name);
  if (!by && what === 'password_reset') return t('didSetPassword', { name });
  return t(DONE[what] ?? 'didChange', { by: by ? plain(by.name) : t('commandLine'), name });
}

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.map((one) => plain(String(one))) : [];

/** How a value of this field is said; what has no word here is not shown. */
const SAID: Readonly<Record<string, { readonly head: Key; readonly say: (value: unknown) => string }>> = {
  name: { head: 'name', say: (value) => plain(String(value)) },
  role: { head: 'role', say: (value) => t(ROLE_WORDS[String(value)] ?? 'roleAgent') },
  seats: { head: 'seatsMost', say: String },
  language: { head: 'consoleLanguage', say: (value) => languageName(String(value)) },
};

function changeOf(field: string, before: unknown, after: unknown): string[] {
  if (field === 'skills') return skillsOf(texts(before), texts(after));
  const said = SAID[field];
  if (!said) return [];
  return [t('changedFromTo', { field: t(said.head), before: said.say(before), after: said.say(after) })];
}

function skillsOf(before: readonly string[], after: readonly string[]): string[] {
  const given = after.filter((one) => !before.includes(one));
  const taken = before.filter((one) => !after.includes(one));
  return [
    ...(given.length > 0 ? [t('skillsGiven', { list: listed(given) })] : []),
    ...(taken.length > 0 ? [t('skillsTaken', { list: listed(taken) })] : []),
  ];
}
