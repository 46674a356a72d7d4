// A conversation told as text, read into steps: tests/scenarios/README.md says what may stand there. The reader of the
// other player is tests/scenarios/script.cpp.

const deeds = new Set([
  'comes',
  'listens',
  'leaves',
  'vanishes',
  'returns',
  '>',
  '-',
  '<',
  '<!',
  '!',
  'signs',
]);
const units = { ms: 1, s: 1_000, min: 60_000 };
const people = new Set(['agent', 'supervisor', 'visitor']);

class LineReader {
  constructor(text, line) {
    this.rest = text;
    this.line = line;
  }

  fail(what) {
    throw new Error(`line ${this.line}: ${what}`);
  }

  get done() {
    return this.rest === '';
  }

  #take(length) {
    const taken = this.rest.slice(0, length);
    this.rest = this.rest.slice(length).trimStart();
    return taken;
  }

  word() {
    if (this.done) this.fail('a word is missing');
    return this.#take(this.rest.match(/^\S+/)[0].length);
  }

  quoted() {
    const match = this.rest.match(/^"(?:\\.|[^"\\])*"/);
    if (!match) this.fail('a text without its closing quote');
    return JSON.parse(this.#take(match[0].length));
  }

  field() {
    if (this.rest.startsWith('"')) return { path: 'text', value: this.quoted(), quoted: true };
    if (this.rest.startsWith('@')) return { path: 'conversation', value: this.word(), quoted: false };
    const name = this.rest.match(/^[^=\s]+=/);
    if (!name) this.fail(`not a field: ${this.rest}`);
    this.rest = this.rest.slice(name[0].length);
    const quoted = this.rest.startsWith('"');
    return { path: name[0].slice(0, -1), value: quoted ? this.quoted() : this.word(), quoted };
  }

  /** "9 s" in milliseconds. */
  time() {
    const amount = Number(this.word());
    const unit = units[this.word()];
    if (!Number.isInteger(amount) || amount < 1 || !unit) this.fail('not a time');
    return amount * unit;
  }

  wishes() {
    const all = {};
    while (!this.done) {
      const { path, value } = this.field();
      all[path] = value;
    }
    return all;
  }
}

function readFields(reader, step, end) {
  step.kind = reader.word();
  step.fields = [];
  while (!reader.done && !reader.rest.startsWith(end)) step.fields.push(reader.field());
  if (reader.done) return false;
  reader.word();
  return true;
}

function readDeed(reader, step) {
  step.verb = reader.word();
  if (!deeds.has(step.verb)) reader.fail(`not a step: ${step.verb}`);
  if (step.verb === '>' || step.verb === '-') {
    if (readFields(reader, step, '= ')) step.expected = reader.word();
  } else if (step.verb === '<' || step.verb === '<!') {
    if (readFields(reader, step, 'within ')) step.within = reader.time();
  } else if (step.verb === '!') {
    step.binary = reader.rest.startsWith('binary ');
    if (step.binary) reader.word();
    const sign = reader.rest.lastIndexOf(' = ');
    if (sign < 0) reader.fail("an attack says what comes of it: ' = refusal'");
    step.text = reader.rest.slice(0, sign);
    step.expected = reader.rest.slice(sign + 3);
    reader.rest = '';
  } else if (step.verb === 'signs' && reader.word() !== 'in') reader.fail('signs in');
  if (!reader.done) reader.fail(`nothing comes behind ${step.verb}`);
}

function readStep(first, reader) {
  const step = { line: reader.line, verb: first };
  if (first === 'wait') step.time = reader.time();
  else if (first === 'stored') {
    step.text = reader.field().value;
    step.count = reader.done ? 1 : Number(reader.word());
  } else if (first === 'hours') step.kind = reader.word();
  else if (first === 'floor') reader.word();
  else {
    step.who = first;
    readDeed(reader, step);
  }
  return step;
}

export function readScript(text) {
  const script = { title: '', queue: {}, people: [], steps: [] };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line.startsWith('#') && script.title === '') script.title = line.slice(1).trim();
    if (line === '' || line.startsWith('#')) continue;
    const reader = new LineReader(line, index + 1);
    const first = reader.word();
    if (first === 'queue') script.queue = reader.wishes();
    else if (people.has(first))
      script.people.push({ kind: first, name: reader.word(), wishes: reader.wishes() });
    else script.steps.push(readStep(first, reader));
  }
  return script;
}

/** The bytes of an attack: `<ff 00>` and `<40*x>` made out. */
export function spelledOut(text) {
  const parts = text.split(/(<\d+\*[^>]+>|<[0-9a-fA-F]{2}(?: [0-9a-fA-F]{2})*>)/);
  return Buffer.concat(
    parts.map((part, index) => {
      if (index % 2 === 0) return Buffer.from(part, 'utf8');
      const inside = part.slice(1, -1);
      const repeat = inside.match(/^(\d+)\*(.+)$/su);
      if (repeat) return Buffer.from(repeat[2].repeat(Number(repeat[1])), 'utf8');
      return Buffer.from(inside.replaceAll(' ', ''), 'hex');
    }),
  );
}
