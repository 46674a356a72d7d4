/** Keyboard shortcuts: all with a modifier, each can be changed, all can be switched off (WCAG 2.1.4). Safe on AZERTY. */
import { signal } from '@preact/signals';
import { keep, kept } from './kept.ts';
import type { Key } from './words/words.ts';

export const ACTIONS = ['chat1', 'chat2', 'chat3', 'next', 'previous', 'accept'] as const;
export type Action = (typeof ACTIONS)[number];

export const ACTION_WORDS: Readonly<Record<Action, Key>> = {
  chat1: 'keyChat1',
  chat2: 'keyChat2',
  chat3: 'keyChat3',
  next: 'keyNext',
  previous: 'keyPrevious',
  accept: 'keyAccept',
};

/** `alt+1`, `alt+shift+j`: digits by their place on the keyboard (AZERTY needs Shift to write them), letters by what is printed on them. */
export type Combination = string;

const DEFAULTS: Readonly<Record<Action, Combination>> = {
  chat1: 'alt+1',
  chat2: 'alt+2',
  chat3: 'alt+3',
  next: 'alt+j',
  previous: 'alt+k',
  accept: 'alt+a',
};

function read(): Record<Action, Combination> {
  const found = { ...DEFAULTS };
  try {
    const stored: unknown = JSON.parse(kept('shortcuts') ?? '{}');
    if (typeof stored !== 'object' || stored === null) return found;
    for (const action of ACTIONS) {
      const value = (stored as Record<string, unknown>)[action];
      if (typeof value === 'string') found[action] = value;
    }
  } catch {
    // Unreadable: the defaults.
  }
  return found;
}

export const shortcuts = signal(read());
export const shortcutsOn = signal(kept('shortcuts_on') !== 'no');

export function useShortcuts(on: boolean): void {
  shortcutsOn.value = on;
  keep('shortcuts_on', on ? 'yes' : 'no');
}

export function bind(action: Action, combination: Combination): void {
  shortcuts.value = { ...shortcuts.value, [action]: combination };
  keep('shortcuts', JSON.stringify(shortcuts.value));
}

export function resetShortcuts(): void {
  shortcuts.value = { ...DEFAULTS };
  keep('shortcuts', '{}');
}

type Keys = Pick<KeyboardEvent, 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'key' | 'code'>;

/** null: no modifier, or only a modifier. AltGr arrives as Ctrl+Alt and is never ours. */
export function combinationOf(event: Keys): Combination | null {
  if (event.metaKey || event.altKey === event.ctrlKey) return null;
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1];
  // On a Mac, Alt changes what a letter writes: then its place on the keyboard says which it is.
  const letter = /^[a-z]$/i.test(event.key)
    ? event.key.toLowerCase()
    : /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase();
  const key = digit ?? letter;
  if (key === undefined) return null;
  const shift = event.shiftKey && digit === undefined ? 'shift+' : '';
  return `${event.altKey ? 'alt' : 'ctrl'}+${shift}${key}`;
}

export function actionOf(event: Keys): Action | null {
  if (!shortcutsOn.value) return null;
  const combination = combinationOf(event);
  return combination === null
    ? null
    : (ACTIONS.find((action) => shortcuts.value[action] === combination) ?? null);
}

export const printed = (combination: Combination): string =>
  combination
    .split('+')
    .map((part) => part[0]?.toUpperCase() + part.slice(1))
    .join(' + ');
