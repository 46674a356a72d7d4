import { describe, expect, it } from 'vitest';
import { plain } from '../src/words/plain.ts';

describe('words of strangers', () => {
  it('cannot turn round the words that follow, colour a terminal or break a line', () => {
    expect(plain('gpj.\u202eexe')).toBe('gpj.exe');
    expect(plain('\u2067a\u2069 \u200fb')).toBe('a b');
    expect(plain(' a\u001b[31m\r\n\u2028b\u0000 ')).toBe('a [31m b');
  });

  it('are otherwise left alone: emoji, accents, right to left', () => {
    for (const words of ['👩‍👩‍👧 Zoé', 'مرحبا', 'O’Brien <b>', 'नमस्ते']) expect(plain(words)).toBe(words);
    expect(plain(null)).toBe('');
  });
});
