// A centre of its own for every script, in one daemon.
import { randomUUID } from 'node:crypto';
import { setTimeout as pass } from 'node:timers/promises';
import { signIn } from '../../../../web/demo/traffic/agent_client.mjs';
import { eventually, password } from '../../crash/support/centre.mjs';

const skills = { fr: 1, en: 2 };
const knownWithinMs = 30_000;

function quote(text) {
  return `'${text.replaceAll("'", "''")}'`;
}

export class Stage {
  ids = { nobody: randomUUID(), fr: randomUUID(), en: randomUUID() };
  #queue = randomUUID();
  #site = randomUUID();
  #centreId = randomUUID();
  #cookies = new Map();

  constructor(centre, script, name) {
    this.centre = centre;
    this.base = centre.base;
    this.script = script;
    this.key = name.replaceAll('_', '-').slice(0, 38);
    for (const person of script.people) if (person.kind !== 'visitor') this.ids[person.name] = randomUUID();
  }

  get centreId() {
    return this.#centreId;
  }

  visitorAddress() {
    return `${this.base.replace('http', 'ws')}/v1/sites/${this.key}/visitor`;
  }

  agentAddress() {
    return `${this.base.replace('http', 'ws')}/v1/agent`;
  }

  person(name) {
    const found = this.script.people.find((each) => each.name === name.split('/')[0]);
    if (!found) throw new Error(`nobody is called ${name}`);
    return found;
  }

  async cookieOf(name) {
    const person = name.split('/')[0];
    if (!this.#cookies.has(person))
      this.#cookies.set(person, signIn(this.base, this.#email(person), password));
    return this.#cookies.get(person);
  }

  #email(name) {
    return `${name.toLowerCase()}@${this.key}.example`;
  }

  #agentSql({ name, kind, wishes }) {
    const speaks = (wishes.speaks ?? 'fr,en').split(',').reduce((sum, word) => sum + skills[word], 0);
    return `INSERT INTO agent (centre_id, id, email, password_hash, name, role, seats, skills)
      SELECT '${this.#centreId}', '${this.ids[name]}', ${quote(this.#email(name))}, password_hash, ${quote(name)},
             '${kind}', ${Number(wishes.seats ?? 3)}, ${speaks}
        FROM agent WHERE email = 'amel@demo.example';`;
  }

  /** What an administrator would do, in one go. */
  async fill() {
    const {
      places = 0,
      target_s: target = 15,
      wrap_up_s: wrapUp = 0,
      accept = 'offered',
    } = this.script.queue;
    const mode = accept === 'auto' ? 'auto_accepted' : 'offered';
    const id = `'${this.#centreId}'`;
    const agents = this.script.people.filter(({ kind }) => kind !== 'visitor');
    await this.centre.sql(`BEGIN;
      INSERT INTO centre (id, name) VALUES (${id}, ${quote(this.key)});
      INSERT INTO skill (centre_id, bit, name) VALUES (${id}, 0, 'fr'), (${id}, 1, 'en');
      INSERT INTO queue (centre_id, id, name, places, target_ms, wrap_up_ms, offer_mode)
        VALUES (${id}, '${this.#queue}', 'advice', ${places}, ${target * 1_000}, ${wrapUp * 1_000}, '${mode}');
      INSERT INTO entry_point (centre_id, id, queue_id, name, required)
        VALUES (${id}, '${this.ids.fr}', '${this.#queue}', 'fr', 1), (${id}, '${this.ids.en}', '${this.#queue}', 'en', 2);
      INSERT INTO site (centre_id, id, key, name, origins, languages)
        VALUES (${id}, '${this.#site}', ${quote(this.key)}, ${quote(this.key)}, ARRAY[${quote(this.base)}], '{fr,en}');
      INSERT INTO site_entry_point (centre_id, site_id, language, entry_point_id)
        VALUES (${id}, '${this.#site}', 'fr', '${this.ids.fr}'), (${id}, '${this.#site}', 'en', '${this.ids.en}');
      ${agents.map((person) => this.#agentSql(person)).join('\n')}
      COMMIT;`);
  }

  /** The daemon hears of a new centre by itself. */
  known() {
    const address = `${this.base}/v1/sites/${this.key}/availability?language=fr`;
    return eventually(async () => (await fetch(address)).ok, knownWithinMs, `${this.key} is known`);
  }

  /** Without a weekly span a queue with weekly hours is never open. */
  setHours(open) {
    const hours = open ? 'always' : 'weekly';
    return this.centre.sql(`UPDATE queue SET hours = '${hours}' WHERE centre_id = '${this.#centreId}';`);
  }

  async stored(text) {
    const hex = Buffer.from(text, 'utf8').toString('hex');
    return Number(
      await this.centre.sql(
        `SELECT count(*) FROM entry
          WHERE centre_id = '${this.#centreId}' AND convert_to(body, 'UTF8') = decode('${hex}', 'hex');`,
      ),
    );
  }

  /** Time of the story itself. */
  wait(ms) {
    return pass(ms);
  }
}
