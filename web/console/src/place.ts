/** Which page of the console is shown. It stands in the address, so that reload, back and forward keep it. */
import { signal } from '@preact/signals';

export type Place = 'desk' | 'supervision' | 'people';

export const addressOf = (to: Place): string => `#${to}`;
const read = (): Place =>
  (['supervision', 'people'] as const).find((one) => location.hash === addressOf(one)) ?? 'desk';

export const place = signal<Place>(read());
addEventListener('hashchange', () => {
  place.value = read();
});

export function show(next: Place): void {
  if (place.value === next) return;
  location.hash = addressOf(next);
  place.value = next;
}
