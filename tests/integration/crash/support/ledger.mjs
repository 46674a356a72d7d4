// What clients were told, held against the table.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const checks = join(dirname(fileURLToPath(import.meta.url)), '../../../../sql/checks');
const listed = 5;

async function storedLines(centre) {
  const output = await centre.sql(
    `SELECT conversation_id, position, coalesce(seq::text, ''), coalesce(message_id::text, ''), author_kind,
            encode(convert_to(coalesce(body, ''), 'UTF8'), 'hex')
       FROM entry;`,
  );
  const lines = { byMessage: new Map(), bySeq: new Map(), byPosition: new Map() };
  for (const row of output.split('\n')) {
    if (row === '') continue;
    const [conversation, position, seq, message, author, hex] = row.split('|');
    const line = {
      position: Number(position),
      seq: seq === '' ? null : Number(seq),
      message: message || null,
      author,
      hex,
    };
    if (message) lines.byMessage.set(`${conversation} ${message}`, line);
    if (seq) lines.bySeq.set(`${conversation} ${seq}`, line);
    lines.byPosition.set(`${conversation} ${position}`, line);
  }
  return lines;
}

function hexOf(text) {
  return Buffer.from(text ?? '', 'utf8').toString('hex');
}

function compareAcknowledged(message, lines, wrong) {
  const line = lines.byMessage.get(`${message.conversation} ${message.id}`);
  const where = `${message.conversation} ${message.id}`;
  if (!line) wrong.push(`acknowledged and not stored: ${where}`);
  else if (line.hex !== hexOf(message.text)) wrong.push(`other bytes: ${where}`);
  else if (line.author !== message.author) wrong.push(`another author: ${where}`);
  else if (line.seq !== message.seq) wrong.push(`seq ${line.seq}, acknowledged as ${message.seq}: ${where}`);
  else if (message.position !== null && line.position !== message.position) {
    wrong.push(`position ${line.position}, acknowledged as ${message.position}: ${where}`);
  }
}

function compareSeen({ conversation, entry }, lines, wrong) {
  const byAgent = entry.position !== undefined;
  const line = byAgent
    ? lines.byPosition.get(`${conversation} ${entry.position}`)
    : lines.bySeq.get(`${conversation} ${entry.seq}`);
  const where = `${conversation} ${byAgent ? `position ${entry.position}` : `seq ${entry.seq}`}`;
  if (!line) wrong.push(`seen and not stored: ${where}`);
  else if (line.message !== entry.id || line.seq !== entry.seq || line.hex !== hexOf(entry.body)) {
    wrong.push(
      `seen as ${entry.id} (seq ${entry.seq}), stored as ${line.message} (seq ${line.seq}): ${where}`,
    );
  }
}

/** Of one conversation as its visitor saw it: who wrote was the agent who had joined last, and had not left. */
export function strangersIn(transcript) {
  const strangers = [];
  let current = null;
  for (const [seq, line] of [...transcript.lines].sort(([a], [b]) => a - b)) {
    const what = line.payload?.what;
    if (what === 'agent_joined' || what === 'transferred') {
      if (what === 'agent_joined' && current)
        strangers.push(`seq ${seq}: ${line.payload.agent} joined beside ${current}`);
      current = line.payload.agent;
    }
    if (what === 'requeued' || what === 'ended' || what === 'reopened') current = null;
    if (line.author === 'agent' && line.name !== current)
      strangers.push(`seq ${seq}: ${line.name} wrote, ${current} was there`);
  }
  return strangers;
}

/** Every sql/checks/*.sql, each of which must return no row. */
export async function assertChecks(centre) {
  const files = readdirSync(checks).filter((name) => name.endsWith('.sql'));
  const script = files
    .map((name) => `\\echo == ${name}\n${readFileSync(join(checks, name), 'utf8')};\n`)
    .join('');
  const rows = (await centre.sql(script))
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('== '));
  assert.deepEqual(rows.slice(0, listed), [], 'sql/checks returned rows');
  return files.length;
}

/** Everything that was acknowledged or seen before this call. */
export async function assertLedger(centre, { acknowledged, seen, transcripts, problems }) {
  assert.deepEqual(problems.slice(0, listed), [], 'what clients may never see');
  const strangers = transcripts.flatMap((transcript) => strangersIn(transcript));
  assert.deepEqual(strangers.slice(0, listed), [], 'two agents in one conversation');
  const lines = await storedLines(centre);
  const wrong = [];
  for (const message of acknowledged) compareAcknowledged(message, lines, wrong);
  for (const line of seen) compareSeen(line, lines, wrong);
  assert.deepEqual(
    wrong.slice(0, listed),
    [],
    `${wrong.length} differences between what was told and what is stored`,
  );
  await assertChecks(centre);
}
