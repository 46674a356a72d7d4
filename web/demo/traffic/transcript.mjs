// The lines of one conversation as one client saw them. They are numbered 1, 2, 3 ... without hole or repeat.

export class Transcript {
  last = 0;
  lines = new Map(); // number -> {seq, position, id, body, author, kind, name, payload}
  #by;
  #problem;

  /** `by`: seq (visitors) or position (agents). `problem` takes a sentence about what must not be. */
  constructor(by, problem) {
    this.#by = by;
    this.#problem = problem;
  }

  take(entry) {
    const line = {
      seq: entry.seq,
      position: entry.position,
      id: entry.id,
      body: entry.body,
      author: entry.author.kind,
      name: entry.author.name,
      kind: entry.kind,
      payload: entry.payload,
    };
    if (entry[this.#by] <= this.last)
      this.#problem(`${this.#by} ${entry[this.#by]} came again, after ${this.last}`);
    else this.#append(entry[this.#by], line);
    return line;
  }

  /** The acknowledgement of one's own message stands for its line, which may have come after a reconnection. */
  own(ack, line) {
    const number = ack[this.#by];
    const known = this.lines.get(number);
    if (!known) this.#append(number, line);
    else if (known.id !== line.id || known.body !== line.body) {
      this.#problem(`${this.#by} ${number} was message ${known.id} and is acknowledged as ${line.id}`);
    }
  }

  #append(number, line) {
    if (number !== this.last + 1) this.#problem(`${this.#by} ${number} came after ${this.last}`);
    this.last = Math.max(this.last, number);
    this.lines.set(number, line);
  }
}
