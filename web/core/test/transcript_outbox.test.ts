import { describe, expect, it } from 'vitest';
import { Outbox } from '../src/link/outbox.ts';
import { Store } from '../src/link/store.ts';
import { Transcript } from '../src/link/transcript.ts';
import type { Entry } from '../src/protocol/frames.ts';
import { FakeStorage } from './support/fake_page.ts';
import { SeededChance } from './support/fake_time.ts';

const line = (seq: number): Entry => ({
  seq,
  position: null,
  kind: 'text',
  at: seq,
  author: { kind: 'agent', id: null, name: 'Claire' },
  body: `line ${seq}`,
  id: null,
  payload: null,
});

describe('a transcript', () => {
  it('is in order and without repeats whatever the order of arrival (200 seeds)', () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      const chance = new SeededChance(seed);
      const transcript = new Transcript('seq');
      const count = 1 + chance.below(30);
      const arrivals = Array.from({ length: count * 2 }, (_, i) => (i % count) + 1).sort(
        () => chance.random() - 0.5,
      );
      for (const seq of arrivals) transcript.add([line(seq)]);
      expect(
        transcript.entries().map((entry) => entry.seq),
        `seed ${seed}`,
      ).toEqual(Array.from({ length: count }, (_, i) => i + 1));
      expect(transcript.contiguous()).toBe(count);
    }
  });

  it('says it has only what is before a hole', () => {
    const transcript = new Transcript('seq');
    transcript.add([line(1), line(2), line(4)]);
    expect([transcript.contiguous(), transcript.holed()]).toEqual([2, true]);
    expect(transcript.add([line(3)]).map((entry) => entry.seq)).toEqual([3]);
    expect([transcript.contiguous(), transcript.holed()]).toEqual([4, false]);
  });

  it('goes on from a history that was cut at the front', () => {
    const transcript = new Transcript('seq', [line(150), line(151)]);
    expect(transcript.contiguous()).toBe(151);
    expect(transcript.add([line(149)])).toEqual([]);
    transcript.add([line(152)]);
    expect(transcript.contiguous()).toBe(152);
  });
});

describe('the outbox', () => {
  const body = (id: string) => ({ kind: 'post', id, text: `text of ${id}` });

  it('keeps one key a message and gives them in the order of writing, in another page too', () => {
    const storage = new FakeStorage();
    const first = new Outbox(new Store(() => storage), 'out:');
    for (const id of ['c', 'a', 'b']) first.add(body(id), 5);
    expect(storage.map.size).toBe(3);
    const second = new Outbox(new Store(() => storage), 'out:');
    expect(second.list().map((one) => one.id)).toEqual(['c', 'a', 'b']);
    second.remove('a');
    expect(first.list().map((one) => one.id)).toEqual(['c', 'b']);
  });

  it('works from memory when the storage throws, or cannot even be read', () => {
    const storage = new FakeStorage();
    storage.broken = true;
    const stores = [
      new Store(() => storage),
      new Store(() => null),
      new Store(() => {
        throw new Error('SecurityError');
      }),
    ];
    for (const store of stores) {
      const outbox = new Outbox(store, 'out:');
      outbox.add(body('a'), 1);
      expect(outbox.list()).toHaveLength(1);
      expect(store.shared()).toBe(false);
      outbox.remove('a');
      expect(outbox.list()).toHaveLength(0);
    }
  });

  it('ignores keys that somebody else has spoilt', () => {
    const storage = new FakeStorage();
    for (const [key, value] of [
      ['out:1', '{'],
      ['out:2', '[]'],
      ['out:3', '{"body":{}}'],
      ['out:4', 'null'],
    ] as const)
      storage.map.set(key, value);
    expect(new Outbox(new Store(() => storage), 'out:').list()).toEqual([]);
  });
});
