/** The simulator's days, with all its faults, played to the classes of the browser. `RELAIS_TRACE=FILE` plays another one. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type TraceLine, TracePlayer } from './support/trace_player.ts';

const folder = join(import.meta.dirname, 'traces');
const own = readdirSync(folder).map((name) => join(folder, name));
const files = process.env.RELAIS_TRACE ? [process.env.RELAIS_TRACE] : own;

function read(file: string): TraceLine[] {
  const data = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(data) : data).toString('utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as TraceLine);
}

function play(lines: readonly TraceLine[]): TracePlayer[] {
  const players = new Map<number, TracePlayer>();
  for (const line of lines) {
    if (line.client === undefined) continue;
    if (line.what === 'client' && (line.side === 'visitor' || line.side === 'agent')) {
      players.set(line.client, new TracePlayer(`${line.side} ${line.client}`, line.side, line.t));
    }
    players.get(line.client)?.play(line);
  }
  return [...players.values()];
}

describe('traces of the simulator', () => {
  it.each(files.map((file) => [file.split('/').pop() ?? file, file] as const))('%s', (_name, file) => {
    const players = play(read(file));
    expect(players.flatMap((player) => player.differences)).toEqual([]);
    expect(players.reduce((sum, player) => sum + player.checked, 0)).toBeGreaterThan(100);
  });
});
