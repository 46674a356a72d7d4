// @vitest-environment happy-dom
import { beforeEach, describe, expect, it } from 'vitest';
import { actionOf, bind, combinationOf, printed, resetShortcuts, useShortcuts } from '../src/shortcuts.ts';

const press = (key: string, code: string, more: Partial<KeyboardEvent> = {}) => ({
  key,
  code,
  altKey: false,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  ...more,
});
const alt = { altKey: true };

describe('keyboard shortcuts', () => {
  beforeEach(() => {
    resetShortcuts();
    useShortcuts(true);
  });

  it('find the columns by the place of the digits, so that AZERTY needs no Shift', () => {
    expect(actionOf(press('&', 'Digit1', alt))).toBe('chat1');
    expect(actionOf(press('é', 'Digit2', alt))).toBe('chat2');
    expect(actionOf(press('3', 'Digit3', alt))).toBe('chat3');
  });

  it('take letters as they are printed: the A of AZERTY is where QWERTY has its Q', () => {
    expect(actionOf(press('a', 'KeyQ', alt))).toBe('accept');
    expect(actionOf(press('q', 'KeyA', alt))).toBeNull();
  });

  it('know the letter by its place where Alt writes another sign', () => {
    expect(actionOf(press('∆', 'KeyJ', alt))).toBe('next');
  });

  it('never answer to a key alone, nor to AltGr', () => {
    expect(actionOf(press('j', 'KeyJ'))).toBeNull();
    expect(combinationOf(press('~', 'Digit2', { altKey: true, ctrlKey: true }))).toBeNull();
  });

  it('can be changed and switched off', () => {
    bind('next', 'ctrl+shift+n');
    expect(actionOf(press('N', 'KeyN', { ctrlKey: true, shiftKey: true }))).toBe('next');
    expect(actionOf(press('j', 'KeyJ', alt))).toBeNull();
    expect(printed('ctrl+shift+n')).toBe('Ctrl + Shift + N');
    useShortcuts(false);
    expect(actionOf(press('&', 'Digit1', alt))).toBeNull();
  });
});
