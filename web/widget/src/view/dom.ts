/** Making elements without markup from strings: text is only ever a text node. */

type Child = Node | string;
/** Attributes, and listeners by the name of their event. */
type Settings = Readonly<Record<string, string | ((event: Event) => void)>>;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className = '',
  settings: Settings = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  element.className = className;
  for (const name of Object.keys(settings)) {
    const value = settings[name];
    if (typeof value === 'string') element.setAttribute(name, value);
    else if (value) element.addEventListener(name, value);
  }
  element.append(...children);
  return element;
}

export const button = (className: string, words: string, click: () => void): HTMLButtonElement =>
  make('button', className, { type: 'button', click }, words);

const SVG = 'http://www.w3.org/2000/svg';

/** A button that shows a stroked icon on a grid of 24 and says `label`. */
export function iconButton(
  className: string,
  label: string,
  path: string,
  click: () => void,
): HTMLButtonElement {
  const svg = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('aria-hidden', 'true');
  line.setAttribute('d', path);
  svg.append(line);
  return make(
    'button',
    `icon ${className}`,
    { type: 'button', 'aria-label': label, title: label, click },
    svg,
  );
}

/** Writes only what differs: a screen reader speaks again when a live text is set anew. */
export function say(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

/** Puts a value in its place, `{}`. */
export const fill = (words: string, value: string | number): string =>
  words.replace('{}', () => String(value));

const ADDRESS = /(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]])/;

/** Text with its web addresses made into links. */
export const linked = (text: string): Child[] =>
  text
    .split(ADDRESS)
    .map((part, index) =>
      index % 2 ? make('a', '', { href: part, target: '_blank', rel: 'noopener noreferrer' }, part) : part,
    );
