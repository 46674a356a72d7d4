/** The people of the centre, for administrators, and the own password (protocol section 6). */
import { flag, integer, list, maybe, object, or, type Reader, shape, text } from '@relais/core/protocol/read';
import type { Key } from './words/words.ts';

export const ROLES = ['agent', 'supervisor', 'admin'] as const;

const person = shape({
  id: text,
  email: text,
  name: text,
  role: text,
  seats: integer,
  skills: list(text),
  language: text,
  disabled: flag,
  signed_in: flag,
  signed_in_at: maybe(integer),
  one_time_until: maybe(integer),
});
const people = shape({ people: list(person), skills: list(text), seats_max: integer });
const named = shape({ id: text, name: text });
/** Before and after, by field. */
const changes: Reader<ReadonlyMap<string, readonly [unknown, unknown]>> = (value) =>
  new Map(
    Object.entries(object(value)).map(([field, pair]): [string, readonly [unknown, unknown]] => {
      const [before, after] = list((one) => one)(pair);
      return [field, [before, after]];
    }),
  );
const act = shape({
  number: integer,
  at: integer,
  by: maybe(named),
  who: named,
  what: text,
  changes,
});
const made = shape({ person, password: text });
const problem = shape({ code: or(text, 'unavailable'), field: or(text, '') });

export type Person = ReturnType<typeof person>;
export type People = ReturnType<typeof people>;
export type PersonAct = ReturnType<typeof act>;
export type Made = ReturnType<typeof made>;
export type Wish = Partial<Omit<Person, 'id'>>;

export interface Problem {
  readonly code: string;
  /** What of the form it is about; empty: nothing of it. */
  readonly field: string;
}
export type Answer<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'refused'; readonly problem: Problem };

const NO_SERVER: Problem = { code: 'unavailable', field: '' };

async function ask<T>(method: string, path: string, read: Reader<T>, body?: object): Promise<Answer<T>> {
  const sent = body
    ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    : undefined;
  try {
    const answer = await fetch(path, { method, credentials: 'same-origin', ...sent });
    const json: unknown = await answer.json();
    return answer.ok ? { kind: 'done', value: read(json) } : { kind: 'refused', problem: problem(json) };
  } catch {
    return { kind: 'refused', problem: NO_SERVER };
  }
}

const at = (id: string): string => `/v1/people/${encodeURIComponent(id)}`;

export const listPeople = () => ask('GET', '/v1/people', people);
/** Newest first, those with a lower number than `before`. */
export const listActs = (before: number | null) =>
  ask('GET', `/v1/people/acts${before === null ? '' : `?before=${before}`}`, shape({ acts: list(act) }));
export const addPerson = (wish: Wish) => ask('POST', '/v1/people', made, wish);
export const changePerson = (id: string, wish: Wish) => ask('PATCH', at(id), shape({ person }), wish);
export const resetPassword = (id: string) => ask('POST', `${at(id)}/password`, made);
/** `current` is null where one must be chosen. */
export const changePassword = (current: string | null, password: string) =>
  ask('PUT', '/v1/session/password', shape({}), current === null ? { password } : { current, password });

const WHY: Readonly<Record<string, Key>> = {
  not_allowed: 'whyNotAllowed',
  unknown_person: 'whyUnknownPerson',
  not_yourself: 'whyNotYourself',
  last_administrator: 'whyLastAdministrator',
  email_taken: 'whyEmailTaken',
  too_many_people: 'whyTooManyPeople',
  too_many_skills: 'whyTooManySkills',
  rate_limited: 'tooMany',
  unavailable: 'noServer',
  overloaded: 'noServer',
  wrong_password: 'whyWrongPassword',
  password_unchanged: 'whyPasswordSame',
  password_too_short: 'whyPasswordShort',
  password_too_long: 'whyPasswordLong',
  text_too_long: 'whyTooLong',
};
const WHY_OF: Readonly<Record<string, Key>> = {
  email: 'whyBadEmail',
  name: 'whyBadName',
  seats: 'whyBadSeats',
  skills: 'whyBadSkill',
};

/** In plain words, for the place where it is shown. */
export function whyNot({ code, field }: Problem): Key | null {
  return WHY[code] ?? WHY_OF[field] ?? null;
}
