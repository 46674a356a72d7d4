/** The administrator's page: who works in this centre, with which role, seats and skills. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { session, state, toast } from '../../desk.ts';
import { type People as List, listPeople, type Made, type Person, whyNot } from '../../people.ts';
import { plain } from '../../words/plain.ts';
import { dayTime, type Key, language, t } from '../../words/words.ts';
import { Dialog, useDialog } from '../dialog.tsx';
import { Ringing } from '../supervision/supervision.tsx';
import { Switch } from './account_acts.tsx';
import { Acts } from './acts.tsx';
import { OneTime, ResetPassword } from './one_time.tsx';
import { PersonForm } from './person_form.tsx';

/** More are found by searching. */
const SHOWN_MAX = 100;

export const ROLE_WORDS: Readonly<Record<string, Key>> = {
  agent: 'roleAgent',
  supervisor: 'roleSupervisor',
  admin: 'roleAdmin',
};

/** Without accents and case. */
const folded = (words: string): string => words.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

export function People() {
  const [list, setList] = useState<List | null>(null);
  const [failed, setFailed] = useState<Key | null>(null);
  const [search, setSearch] = useState('');
  const [made, setMade] = useState<Made | null>(null);
  const adding = useDialog();
  const shown = useDialog();
  const load = async () => {
    const answer = await listPeople();
    if (answer.kind === 'done') setList(answer.value);
    setFailed(answer.kind === 'done' ? null : (whyNot(answer.problem) ?? 'noServer'));
  };
  useEffect(() => void load(), []);
  const show = (next: Made) => {
    setMade(next);
    shown.open();
    void load();
  };
  const found = useMemo(() => matching(list?.people ?? [], search), [list, search, language.value]);
  return (
    <main class="watch people" aria-label={t('people')}>
      <Ringing />
      <section aria-labelledby="people">
        <div class="people-head">
          <h2 id="people">{t('people')}</h2>
          <label class="search">
            <span class="sr">{t('peopleSearch')}</span>
            <input
              type="search"
              placeholder={t('peopleSearch')}
              onInput={(event) => setSearch(event.currentTarget.value)}
            />
          </label>
          <button type="button" class="main" onClick={adding.open} disabled={!list}>
            {t('personAdd')}
          </button>
        </div>
        <p class="sr" role="status">
          {list ? t(found.length === 1 ? 'peopleOne' : 'peopleMany', { n: found.length }) : ''}
        </p>
        {failed && (
          <p class="problem" role="alert">
            {t(failed)}{' '}
            <button type="button" class="link" onClick={() => void load()}>
              {t('retry')}
            </button>
          </p>
        )}
        {list && <Table list={list} found={found} load={load} made={show} />}
      </section>
      {list && <Acts list={list} />}
      <Dialog dialog={adding} title={t('personAdd')}>
        {list && (
          <PersonForm
            list={list}
            cancel={adding.close}
            added={(next) => {
              adding.close();
              show(next);
            }}
          />
        )}
      </Dialog>
      <Dialog dialog={shown} title={t('oneTimeTitle')} once>
        {made && <OneTime made={made} close={shown.close} />}
      </Dialog>
    </main>
  );
}

function matching(people: readonly Person[], search: string): Person[] {
  const wanted = folded(search).split(/\s+/).filter(Boolean);
  const words = ({ name, email, role, skills }: Person) =>
    folded([name, email, t(ROLE_WORDS[role] ?? 'roleAgent'), ...skills].join(' '));
  return people
    .filter((one) => wanted.every((word) => words(one).includes(word)))
    .sort((a, b) => Number(a.disabled) - Number(b.disabled) || a.name.localeCompare(b.name, language.value));
}

interface TableProps {
  readonly list: List;
  readonly found: readonly Person[];
  readonly load: () => Promise<void>;
  readonly made: (made: Made) => void;
}

function Table({ list, found, load, made }: TableProps) {
  if (found.length === 0) return <p class="nothing">{t('peopleNone')}</p>;
  return (
    <>
      <div class="table">
        <table>
          <thead>
            <tr>
              <th scope="col" class="wide">
                {t('name')}
              </th>
              <th scope="col" class="role">
                {t('role')}
              </th>
              <th scope="col" class="number">
                {t('seatsHead')}
              </th>
              <th scope="col">{t('skills')}</th>
              <th scope="col" class="state">
                {t('account')}
              </th>
              <th scope="col" class="acts">
                <span class="sr">{t('actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, SHOWN_MAX).map((one) => (
              <Row key={one.id} person={one} list={list} load={load} made={made} />
            ))}
          </tbody>
        </table>
      </div>
      {found.length > SHOWN_MAX && <p class="hint">{t('peopleMore', { n: found.length - SHOWN_MAX })}</p>}
    </>
  );
}

interface RowProps {
  readonly person: Person;
  readonly list: List;
  readonly load: () => Promise<void>;
  readonly made: (made: Made) => void;
}

function Row({ person, list, load, made }: RowProps) {
  const editing = useDialog();
  const who = session.value;
  const me = who !== null && who !== 'unknown' && who.agent === person.id;
  const name = plain(person.name);
  const changed = () => {
    toast(t('personChanged', { name }), false);
    void load();
  };
  return (
    <tr class={person.disabled ? 'off' : ''}>
      <th scope="row">
        <span dir="auto">{person.name}</span>
        {me && <small> {t('yourself')}</small>}
        <small class="email">{person.email}</small>
      </th>
      <td data-head={t('role')}>{t(ROLE_WORDS[person.role] ?? 'roleAgent')}</td>
      <td class="number" data-head={t('seatsHead')}>
        {person.seats}
      </td>
      <td data-head={t('skills')}>{person.skills.join(', ') || <span class="none">–</span>}</td>
      <td data-head={t('account')}>
        <AccountState person={person} />
      </td>
      <td class="acts">
        <div class="row">
          <button
            type="button"
            class="second small"
            aria-label={`${t('personEdit')} : ${name}`}
            onClick={editing.open}
          >
            {t('personEdit')}
          </button>
          {!me && <ResetPassword person={person} made={made} />}
          {!me && <Switch person={person} changed={changed} />}
        </div>
        <Dialog dialog={editing} title={t('personEditTitle', { name })}>
          <PersonForm
            list={list}
            person={person}
            me={me}
            cancel={editing.close}
            changed={() => {
              editing.close();
              changed();
            }}
          />
        </Dialog>
      </td>
    </tr>
  );
}

/** Whose console is open is pushed; the rest is as it was when the list was read. */
function AccountState({ person }: { person: Person }) {
  const { disabled, signed_in, signed_in_at, one_time_until } = person;
  const here = state.value.team.some((one) => one.id === person.id && one.reachable);
  if (disabled) return <Pill kind="closed" words={t('accountDisabled')} />;
  if (here || (signed_in && one_time_until === null))
    return <Pill kind="available" words={t(here ? 'accountHere' : 'accountSignedIn')} />;
  if (one_time_until !== null) {
    const good = one_time_until > Date.now();
    return (
      <>
        <Pill kind="away" words={t(good ? 'accountOneTime' : 'accountOneTimeOver')} />
        {good && <small>{t('accountUntil', { time: dayTime(one_time_until) })}</small>}
      </>
    );
  }
  return (
    <>
      <Pill kind="offline" words={t('accountAway')} />
      <small>
        {signed_in_at === null ? t('accountNever') : t('accountLast', { time: dayTime(signed_in_at) })}
      </small>
    </>
  );
}

const Pill = ({ kind, words }: { kind: string; words: string }) => (
  <span class={`pill ${kind}`}>
    <i aria-hidden="true" />
    <span>{words}</span>
  </span>
);
