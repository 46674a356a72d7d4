import { describe, expect, it } from 'vitest';
import { en as widgetEnglish } from '../../widget/src/words/en.ts';
import { fr as widgetFrench } from '../../widget/src/words/fr.ts';
import { en } from '../src/words/en.ts';
import { fr } from '../src/words/fr.ts';

const holes = (words: string): string => (words.match(/\{\w*\}/g) ?? []).sort().join();

describe('translations', () => {
  it.each([
    ['console', fr, en],
    ['widget', widgetFrench, widgetEnglish],
  ] as const)('of the %s are complete, and have the same holes to fill', (_name, french, english) => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(french).sort());
    for (const [key, words] of Object.entries(french)) {
      const other = (english as Readonly<Record<string, string>>)[key] ?? '';
      expect(other, key).not.toBe('');
      expect(holes(other), key).toBe(holes(words));
    }
  });
});
