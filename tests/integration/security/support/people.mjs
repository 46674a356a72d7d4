// Requests about people and passwords, as anybody may send them.
import { password } from '../../crash/support/centre.mjs';

const cookieName = 'relais_session';

/** Whoever signed in: requests with that cookie, which follows when the server gives a new one. */
export class Person {
  constructor(house, token) {
    this.house = house;
    this.token = token;
  }

  get cookie() {
    return `${cookieName}=${this.token}`;
  }

  /** {status, code, json, headers} */
  async ask(method, path, body, { origin = this.house.base, headers = {}, raw } = {}) {
    const answer = await fetch(this.house.base + path, {
      method,
      headers: {
        ...(this.token ? { cookie: this.cookie } : {}),
        ...(origin ? { origin } : {}),
        ...(body !== undefined || raw !== undefined ? { 'content-type': 'application/json' } : {}),
        ...headers,
      },
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    const text = await answer.text();
    const given = answer.headers.getSetCookie()[0];
    if (given?.startsWith(cookieName)) this.token = given.split(/[=;]/)[1];
    const json = text.startsWith('{') ? JSON.parse(text) : null;
    return { status: answer.status, code: json?.code, field: json?.field, json, text };
  }

  /** Whom a request finds by e-mail. */
  async person(email) {
    const { json } = await this.ask('GET', '/v1/people');
    return json.people.find((one) => one.email === email);
  }
}

export async function signedIn(house, email, secret = password) {
  const person = new Person(house, null);
  const answer = await person.ask('POST', '/v1/session', { email, password: secret });
  if (answer.status !== 200) throw new Error(`${email}: ${answer.status} ${answer.text}`);
  return person;
}
