/** One person: to add, or to change. What the server does not accept is said at its field. */
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import {
  addPerson,
  changePerson,
  type Made,
  type People,
  type Person,
  type Problem,
  ROLES,
  type Wish,
  whyNot,
} from '../../people.ts';
import { type Key, t } from '../../words/words.ts';
import { ROLE_WORDS } from './people.tsx';

const ROLE_LEADS: Readonly<Record<(typeof ROLES)[number], Key>> = {
  agent: 'roleAgentLead',
  supervisor: 'roleSupervisorLead',
  admin: 'roleAdminLead',
};
const NAME_POINTS_MAX = 80;
const EMAIL_BYTES_MAX = 254;
const SKILLS_TEXT_MAX = 400;
/** With a place of their own for what is wrong. */
const FIELDS: readonly string[] = ['email', 'name', 'seats', 'skills'];

interface FormProps {
  readonly list: People;
  readonly cancel: () => void;
  readonly person?: Person;
  readonly me?: boolean;
  readonly added?: (made: Made) => void;
  readonly changed?: () => void;
}

/** The fields as they stand in the form. */
function wishOf(form: HTMLFormElement, person: Person | undefined): Wish {
  const data = new FormData(form);
  const word = (name: string): string => String(data.get(name) ?? '').trim();
  const more = word('more')
    .split(',')
    .map((one) => one.trim())
    .filter(Boolean);
  return {
    ...(person ? {} : { email: word('email') }),
    name: word('name'),
    ...(data.has('role') ? { role: word('role') } : {}),
    seats: Number(word('seats')) || 0,
    skills: [...new Set([...data.getAll('skill').map(String), ...more])],
    language: word('language'),
  };
}

/** null: done, and told. */
async function add(wish: Wish, done: FormProps['added']): Promise<Problem | null> {
  const answer = await addPerson(wish);
  if (answer.kind === 'refused') return answer.problem;
  done?.(answer.value);
  return null;
}

async function change(id: string, wish: Wish, done: FormProps['changed']): Promise<Problem | null> {
  const answer = await changePerson(id, wish);
  if (answer.kind === 'refused') return answer.problem;
  done?.();
  return null;
}

export function PersonForm({ list, cancel, person, me = false, added, changed }: FormProps) {
  const form = useRef<HTMLFormElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  // Not the prop: the dialog looks for the attribute when it opens, and that comes after this.
  useLayoutEffect(() => {
    form.current?.querySelector('input')?.setAttribute('autofocus', '');
  }, []);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (!form.current) return;
    const wish = wishOf(form.current, person);
    setBusy(true);
    const refused = person ? await change(person.id, wish, changed) : await add(wish, added);
    setBusy(false);
    setProblem(refused);
    if (!refused) return;
    const name = refused.field === 'skills' ? 'more' : refused.field;
    form.current.querySelector<HTMLElement>(`[name="${name}"]`)?.focus();
  };
  const words = problem && t(whyNot(problem) ?? 'whyOther', { n: list.seats_max, code: problem.code });
  const about = (field: string): string => (words && problem?.field === field ? words : '');
  return (
    <form class="act person" ref={form} onSubmit={submit} noValidate>
      {!person && (
        <Field words={t('email')} name="email" wrong={about('email')}>
          {(rest) => <input {...rest} type="email" maxLength={EMAIL_BYTES_MAX} />}
        </Field>
      )}
      <Field words={t('name')} name="name" wrong={about('name')} hint={t('nameHint')}>
        {(rest) => <input {...rest} maxLength={NAME_POINTS_MAX} defaultValue={person?.name} />}
      </Field>
      <Roles is={person?.role ?? 'agent'} fixed={me} />
      <div class="pair">
        <Field
          words={t('seatsMost')}
          name="seats"
          wrong={about('seats')}
          hint={t('seatsUpTo', { n: list.seats_max })}
        >
          {(rest) => (
            <input
              {...rest}
              type="number"
              min={1}
              max={list.seats_max}
              defaultValue={String(person?.seats ?? Math.min(3, list.seats_max))}
            />
          )}
        </Field>
        <Languages is={person?.language ?? 'fr'} />
      </div>
      <Skills all={list.skills} has={person?.skills ?? []} wrong={about('skills')} />
      <p class="problem" role="alert">
        {FIELDS.includes(problem?.field ?? '') ? '' : words}
      </p>
      <div class="row">
        <button type="submit" class="main" disabled={busy}>
          {t(person ? 'save' : 'personAdd')}
        </button>
        <button type="button" class="second" onClick={cancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  );
}

interface FieldInput {
  readonly id: string;
  readonly name: string;
  readonly autocomplete: 'off';
  readonly 'aria-invalid': boolean;
  readonly 'aria-describedby': string;
}

interface FieldProps {
  readonly words: string;
  readonly name: string;
  /** What is wrong with it, or nothing. */
  readonly wrong: string;
  readonly hint?: string;
  readonly children: (rest: FieldInput) => ComponentChildren;
}

function Field({ words, name, wrong, hint, children }: FieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{words}</label>
      {children({
        id,
        name,
        autocomplete: 'off',
        'aria-invalid': wrong !== '',
        'aria-describedby': `${id}-hint ${id}-problem`,
      })}
      <p class="hint" id={`${id}-hint`}>
        {hint ?? ''}
      </p>
      <p class="problem" id={`${id}-problem`} role="alert">
        {wrong}
      </p>
    </div>
  );
}

/** `fixed`: nobody takes the administration from himself. */
function Roles({ is, fixed }: { is: string; fixed: boolean }) {
  return (
    <fieldset disabled={fixed}>
      <legend>{t('role')}</legend>
      {ROLES.map((one) => (
        <label class="pick" key={one}>
          <input type="radio" name="role" value={one} defaultChecked={is === one} />
          <span>
            {t(ROLE_WORDS[one] ?? 'roleAgent')} <small>{t(ROLE_LEADS[one])}</small>
          </span>
        </label>
      ))}
      {fixed && <p class="hint">{t('whyNotYourself')}</p>}
    </fieldset>
  );
}

function Languages({ is }: { is: string }) {
  const known = ['fr', 'en'].includes(is) ? ['fr', 'en'] : ['fr', 'en', is];
  return (
    <fieldset>
      <legend>{t('consoleLanguage')}</legend>
      {known.map((one) => (
        <label class="pick" key={one}>
          <input type="radio" name="language" value={one} defaultChecked={is === one} />
          {one === 'fr' ? 'Français' : one === 'en' ? 'English' : one}
        </label>
      ))}
    </fieldset>
  );
}

interface SkillsProps {
  readonly all: readonly string[];
  readonly has: readonly string[];
  readonly wrong: string;
}

function Skills({ all, has, wrong }: SkillsProps) {
  return (
    <fieldset>
      <legend>{t('skills')}</legend>
      <p class="hint">{t('skillsHint')}</p>
      <div class="skills">
        {all.map((one) => (
          <label class="pick" key={one}>
            <input type="checkbox" name="skill" value={one} defaultChecked={has.includes(one)} />
            <span dir="auto">{one}</span>
          </label>
        ))}
      </div>
      <Field words={t('skillsMore')} name="more" wrong={wrong}>
        {(rest) => <input {...rest} maxLength={SKILLS_TEXT_MAX} />}
      </Field>
    </fieldset>
  );
}
