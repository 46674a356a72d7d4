// Links between programs that a test can stop and restart: a TCP proxy of our own. A stopped link carries
// nothing, in one direction or in both, like a cable that is loose: no end of it is told.
import { connect, createServer } from 'node:net';
import { setTimeout as pass } from 'node:timers/promises';

const backlog = 4_096;

/**
 * Loudly, where it is TCP: a socket of files knows no reset. Nor does one that is ending: Node 20 would never close it and would spin when
 * the program ends.
 */
function cut(end) {
  if (end.remoteAddress && !end.writableEnded) end.resetAndDestroy();
  else end.destroy();
}

class Link {
  #stopped = new Set(); // ends that nothing is taken from

  constructor(near, far) {
    this.ends = [near, far];
    near.on('data', (bytes) => this.#carry(near, far, bytes));
    far.on('data', (bytes) => this.#carry(far, near, bytes));
    near.on('drain', () => this.#resume(far));
    far.on('drain', () => this.#resume(near));
    for (const [one, other] of [this.ends, [far, near]]) {
      one.setNoDelay(true);
      one.on('error', () => {});
      one.on('close', () => other.destroy());
    }
  }

  /** `way`: both, up (what the near end says is lost sight of) or down (what it is told). */
  stop(way) {
    const [near, far] = this.ends;
    if (way !== 'down') this.#stopped.add(near.pause());
    if (way !== 'up') this.#stopped.add(far.pause());
  }

  restart() {
    this.#stopped.clear();
    for (const end of this.ends) end.resume();
  }

  cut() {
    for (const end of this.ends) cut(end);
  }

  #carry(from, to, bytes) {
    if (!to.destroyed && !to.write(bytes)) from.pause();
  }

  #resume(end) {
    if (!this.#stopped.has(end)) end.resume();
  }
}

export class Links {
  open = new Set();
  #ends = new Set(); // also of those that are not joined yet
  #server;

  /** A port of our own whose connections go on to `target`, as net.connect takes it. */
  static async to(target) {
    const links = new Links();
    links.#server = createServer({ pauseOnConnect: true }, (near) => links.#join(near, target));
    await new Promise((resolve) => links.#server.listen({ port: 0, host: '127.0.0.1', backlog }, resolve));
    links.port = links.#server.address().port;
    return links;
  }

  close() {
    this.#server.close();
    for (const end of this.#ends) cut(end);
  }

  #join(near, target) {
    const far = connect(target);
    for (const end of [near, far]) this.#ends.add(end.once('close', () => this.#ends.delete(end)));
    near.on('error', () => {});
    near.on('close', () => far.destroy());
    far.on('error', () => cut(near));
    far.on('connect', () => {
      const link = new Link(near, far);
      this.open.add(link);
      far.on('close', () => this.open.delete(link));
      near.resume();
    });
  }
}

/**
 * The fault that finds most (FoundationDB): a random part of the links is stopped one by one, then restarted one by one in
 * another order. Some are cut instead. `dice` chooses; gaps last up to `gapMs`, and the whole stands still for `stillMs`.
 */
export async function swizzle(links, dice, { share, gapMs, stillMs, cutShare = 0 }) {
  const chosen = links.filter(() => dice.chance(share));
  if (chosen.length === 0 && links.length > 0) chosen.push(dice.pick(links));
  const shuffled = (list) =>
    list
      .map((one) => [dice.next(), one])
      .sort(([a], [b]) => a - b)
      .map(([, one]) => one);
  const gap = () => pass(dice.between(0, gapMs)); // the fault's own pace
  for (const link of shuffled(chosen)) {
    link.stop(dice.pick(['both', 'up', 'down']));
    await gap();
  }
  await pass(stillMs);
  for (const link of shuffled(chosen)) {
    if (dice.chance(cutShare)) link.cut();
    else link.restart();
    await gap();
  }
  return chosen.length;
}
