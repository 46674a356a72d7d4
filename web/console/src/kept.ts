/** Small choices of the person at this browser: language, theme, sound, shortcuts. */
import { Store } from '@relais/core/link/store';

const store = new Store(() => localStorage);
const name = (what: string): string => `relais:console:${what}`;

export const kept = (what: string): string | null => store.get(name(what));
export const keep = (what: string, value: string): void => store.set(name(what), value);
export const browserStore = store;
