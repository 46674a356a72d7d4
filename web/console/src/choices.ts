import { signal } from '@preact/signals';
import { keep, kept } from './kept.ts';

export const enterSends = signal(kept('enter_sends') !== 'no');

export function setEnterSends(on: boolean): void {
  enterSends.value = on;
  keep('enter_sends', on ? 'yes' : 'no');
}
