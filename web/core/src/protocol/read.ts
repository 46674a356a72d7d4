/** Reading what came from the network: every reader either gives the type it promises or throws `BadFrame`. */
import type { Author, Entries, Entry, EntryKind, SystemPayload } from './frames.ts';

export class BadFrame extends Error {}

export type Raw = { readonly [field: string]: unknown };

export function object(value: unknown): Raw {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new BadFrame('object');
  return value as Raw;
}

export function array<T>(value: unknown, one: (raw: unknown) => T): T[] {
  if (!Array.isArray(value)) throw new BadFrame('array');
  return value.map(one);
}

export function text(raw: Raw, field: string): string {
  const value = raw[field];
  if (typeof value !== 'string') throw new BadFrame(field);
  return value;
}

export function textOrNull(raw: Raw, field: string): string | null {
  const value = raw[field];
  return typeof value === 'string' ? value : null;
}

export function integer(raw: Raw, field: string): number {
  const value = raw[field];
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new BadFrame(field);
  return value;
}

export function integerOrNull(raw: Raw, field: string): number | null {
  const value = raw[field];
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}

export function flag(raw: Raw, field: string): boolean {
  return raw[field] === true;
}

/** One of a closed list; `otherwise` stands in for words newer than this page, without it they are refused. */
export function oneOf<T extends string>(raw: Raw, field: string, list: readonly T[], otherwise?: T): T {
  const found = list.find((word) => word === raw[field]) ?? otherwise;
  if (found === undefined) throw new BadFrame(field);
  return found;
}

/** A name, given as text or as an object with a `name`; empty is none. */
export function nameOf(value: unknown): string | null {
  const found = typeof value === 'object' && value !== null ? (value as Raw).name : value;
  return typeof found === 'string' && found !== '' ? found : null;
}

const ENTRY_KINDS: readonly EntryKind[] = ['text', 'file', 'call', 'system', 'note'];

function author(value: unknown): Author {
  const raw = object(value);
  return {
    kind: oneOf(raw, 'kind', ['visitor', 'agent', 'system']),
    id: textOrNull(raw, 'id'),
    name: nameOf(raw.name),
  };
}

function payload(value: unknown): SystemPayload | null {
  if (value === null || value === undefined) return null;
  const raw = object(value);
  return {
    what: text(raw, 'what'),
    agent: nameOf(raw.agent),
    by: textOrNull(raw, 'by'),
    why: textOrNull(raw, 'why'),
  };
}

export function entry(value: unknown): Entry {
  const raw = object(value);
  const kind = oneOf(raw, 'kind', ENTRY_KINDS, 'unknown');
  return {
    seq: integerOrNull(raw, 'seq'),
    position: integerOrNull(raw, 'position'),
    kind,
    at: integer(raw, 'at'),
    author: author(raw.author),
    body: textOrNull(raw, 'body'),
    id: textOrNull(raw, 'id'),
    payload: kind === 'system' ? payload(raw.payload) : null,
  };
}

export function entries(raw: Raw): Entries {
  return { kind: 'entries', conversation: text(raw, 'conversation'), entries: array(raw.entries, entry) };
}
