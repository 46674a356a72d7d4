/** The frames that the C++ tests read too: what the server makes is understood, in every field. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseAgentFrame } from '../src/protocol/parse_agent.ts';
import { parseVisitorFrame } from '../src/protocol/parse_visitor.ts';

const folder = join(import.meta.dirname, '../../../tests/fixtures/wire');

interface Row {
  readonly name: string;
  readonly side: 'visitor' | 'agent';
  readonly direction: string;
  readonly frame: Readonly<Record<string, unknown>>;
}

const rows: Row[] = existsSync(folder)
  ? readdirSync(folder)
      .filter((name) => name.endsWith('_to_client.json'))
      .flatMap((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Row[])
  : [];

/** Fields of the wire that no page shows. */
const UNREAD = new Set(['protocol', 'done_by', 'done_at', 'visitor', 'until']);

/** Every plain value of the frame is found again somewhere in what was read. */
function leaves(value: unknown, name = ''): [string, unknown][] {
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, inner]) => leaves(inner, key));
  }
  return value === null || value === '' || UNREAD.has(name) ? [] : [[name, value]];
}

describe('golden frames', () => {
  it('are there', () => {
    expect(rows.length).toBeGreaterThan(40);
  });

  it.each(rows.map((row) => [`${row.side}: ${row.name}`, row] as const))('%s', (_name, row) => {
    const read = (row.side === 'agent' ? parseAgentFrame : parseVisitorFrame)(JSON.stringify(row.frame));
    expect(read?.kind).toBe(row.frame.kind);
    const found = leaves(read).map(([, value]) => JSON.stringify(value));
    const ownId =
      row.frame.kind === 'agent' || row.frame.kind === 'snapshot'
        ? new Set(['id', 'conversation', 'entry_point'])
        : new Set<string>();
    for (const [field, value] of leaves(row.frame)) {
      if (
        ownId.has(field) ||
        (row.frame.kind === 'left_message' && field !== 'id' && field !== 'text' && field !== 'email')
      )
        continue;
      expect(found, `${field} = ${JSON.stringify(value)}`).toContain(JSON.stringify(value));
    }
  });
});
