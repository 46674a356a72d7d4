// Numbered commands (docs/protocol.md, section 2): one answer each, whatever happens to sockets in between.

export const inFlightMax = 16;
const pauseFirstMs = 500;
const pauseMaxMs = 30_000;

export class Commands {
  #waiting = []; // in order: {body, n, sent, settle}
  #next = 1; // the number of the next new command
  #givenUp = false;
  #open = false; // between hello_ok and the end of the socket
  #probe = 0; // what was refused for now goes alone, so that its followers are not refused for its sake; 0: nothing was
  #pauseMs = pauseFirstMs;
  #pause = null;
  #send;
  #problem;

  /** `send` takes a frame; `problem` a sentence about what the protocol does not allow. */
  constructor(send, problem) {
    this.#send = send;
    this.#problem = problem;
  }

  get unanswered() {
    return this.#waiting.length;
  }

  /** Resolves with the `ack` or with the final `refused`. */
  order(body) {
    if (this.#givenUp) return Promise.resolve({ kind: 'given_up' });
    return new Promise((settle) => {
      this.#waiting.push({ body, n: this.#next, sent: false, settle });
      this.#next += 1;
      this.#pump();
    });
  }

  /** hello_ok: what has no answer is numbered again from there. */
  opened(next) {
    this.#open = true;
    this.#renumber(next);
    this.#pump();
  }

  closed() {
    this.#open = false;
    this.#probe = 0;
    clearTimeout(this.#pause);
    this.#pause = null;
  }

  /** Nothing will be sent any more: every order resolves with `{kind: 'given_up'}`. */
  giveUp() {
    this.#givenUp = true;
    this.closed();
    for (const command of this.#waiting.splice(0)) command.settle({ kind: 'given_up' });
  }

  /** An `ack` or `refused` with a number. */
  answered(frame) {
    if (frame.kind === 'refused' && frame.code === 'out_of_order') return this.#outOfOrder(frame.next);
    if (frame.kind === 'refused' && frame.transient) return this.#refusedForNow(frame.n);
    const at = this.#waiting.findIndex((command) => command.n === frame.n && command.sent);
    if (at < 0) {
      // Of two copies each gets the answer: the second one comes here.
      if (frame.n >= this.#next) this.#problem(`${frame.kind} for command ${frame.n}, which was never sent`);
      return;
    }
    const [command] = this.#waiting.splice(at, 1);
    this.#pauseMs = pauseFirstMs;
    if (frame.n === this.#probe) this.#probe = 0;
    this.#pump();
    command.settle(frame);
    return command.body;
  }

  #renumber(next) {
    this.#probe = 0;
    this.#waiting.forEach((command, index) => {
      command.n = next + index;
      command.sent = false;
    });
    this.#next = next + this.#waiting.length;
  }

  #takeBackFrom(n) {
    this.#probe = n;
    for (const command of this.#waiting) {
      if (command.n >= n) command.sent = false;
    }
  }

  #refusedForNow(n) {
    if (this.#probe !== 0 && n > this.#probe) return; // sent before the pause: it goes again after its forerunner
    this.#takeBackFrom(n);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => {
      this.#pause = null;
      this.#pump();
    }, this.#pauseMs);
    this.#pauseMs = Math.min(this.#pauseMs * 2, pauseMaxMs);
  }

  #outOfOrder(next) {
    if (this.#probe !== 0 && next >= this.#probe) return; // of a copy that was sent before the probe
    if (this.#waiting.every((command) => command.n > next)) {
      if (this.#waiting.length === 0) return;
      this.#problem(`command ${next} is expected, which was answered already`);
      this.#renumber(next);
    } else {
      this.#takeBackFrom(next);
    }
    this.#pump();
  }

  #pump() {
    if (!this.#open || this.#pause) return;
    let inFlight = 0;
    for (const command of this.#waiting) {
      if (inFlight === inFlightMax || (this.#probe !== 0 && command.n > this.#probe)) return;
      inFlight += 1;
      if (command.sent) continue;
      command.sent = true;
      this.#send({ ...command.body, n: command.n });
    }
  }
}
