/** The language of the console, kept in the browser; every text of the screen goes through `t`. */
import { signal } from '@preact/signals';
import { keep, kept } from '../kept.ts';
import { en } from './en.ts';
import { fr, type Words } from './fr.ts';

export type Language = 'fr' | 'en';
export type Key = keyof Words;

const first: Language =
  kept('language') === 'en' || (!kept('language') && !navigator.language.startsWith('fr')) ? 'en' : 'fr';
export const language = signal<Language>(first);
document.documentElement.lang = first;

export function speak(next: Language): void {
  language.value = next;
  document.documentElement.lang = next;
  keep('language', next);
}

/** The account's own language, where nobody chose another one at this browser. */
export function speakAs(own: string): void {
  if (kept('language') || (own !== 'fr' && own !== 'en')) return;
  language.value = own;
  document.documentElement.lang = own;
}

export function t(key: Key, values: Readonly<Record<string, string | number>> = {}): string {
  const words = language.value === 'fr' ? fr : en;
  return words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const clocks = new Map<Language, Intl.DateTimeFormat>();

export function clockTime(at: number): string {
  const found =
    clocks.get(language.value) ??
    new Intl.DateTimeFormat(language.value, { hour: '2-digit', minute: '2-digit' });
  clocks.set(language.value, found);
  return found.format(at);
}

const days = new Map<Language, Intl.DateTimeFormat>();

export function dayTime(at: number): string {
  const found =
    days.get(language.value) ??
    new Intl.DateTimeFormat(language.value, { dateStyle: 'medium', timeStyle: 'short' });
  days.set(language.value, found);
  return found.format(at);
}

/** "fr, en et roses". */
export const listed = (some: readonly string[]): string =>
  new Intl.ListFormat(language.value, { type: 'conjunction' }).format(some);

/** Of a language, as the reader calls it: "anglais". */
export function languageName(code: string): string {
  try {
    return new Intl.DisplayNames(language.value, { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}

/** The hour alone means today. */
export const actTime = (at: number): string =>
  new Date(at).toDateString() === new Date().toDateString() ? clockTime(at) : dayTime(at);

/** For a wait that counts up: 45 s, 3 min 05 s, 1 h 20. */
export function waited(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60 || seconds >= 3600) return span(ms);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** 45 s, 3 min, 1 h 20. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')}`;
}
