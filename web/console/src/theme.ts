import { effect, signal } from '@preact/signals';
import { keep, kept } from './kept.ts';

export type Theme = 'auto' | 'light' | 'dark';
const stored = kept('theme');
export const theme = signal<Theme>(stored === 'light' || stored === 'dark' ? stored : 'auto');

export function wear(next: Theme): void {
  theme.value = next;
  keep('theme', next);
}

effect(() => {
  document.documentElement.dataset.theme = theme.value;
});
