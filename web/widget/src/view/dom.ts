/** Making elements without markup from strings: text is only ever a text node. */

type Child = Node | string;

export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  className: string,
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

export function attributes<E extends Element>(element: E, list: Readonly<Record<string, string>>): E {
  for (const name of Object.keys(list)) element.setAttribute(name, list[name] ?? '');
  return element;
}

export function button(className: string, words: string, run: () => void): HTMLButtonElement {
  const element = make('button', className, words);
  element.type = 'button';
  element.addEventListener('click', run);
  return element;
}

const SVG = 'http://www.w3.org/2000/svg';

/** A stroked icon on a grid of 24; never read aloud. */
export function icon(path: string): SVGElement {
  const svg = document.createElementNS(SVG, 'svg');
  const line = document.createElementNS(SVG, 'path');
  attributes(svg, { viewBox: '0 0 24 24', 'aria-hidden': 'true' });
  line.setAttribute('d', path);
  svg.append(line);
  return svg;
}

export function iconButton(
  className: string,
  label: string,
  path: string,
  run: () => void,
): HTMLButtonElement {
  const element = button(`icon ${className}`, '', run);
  element.append(icon(path));
  return attributes(element, { 'aria-label': label, title: label });
}

/** Writes only what differs: a screen reader speaks again when a live text is set anew. */
export function say(element: Element, words: string): void {
  if (element.textContent !== words) element.textContent = words;
}

export function fill(words: string, values: Readonly<Record<string, string | number>>): string {
  return words.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const ADDRESS = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]/g;

/** Text with its web addresses made into links. */
export function linked(text: string): Child[] {
  const parts: Child[] = [];
  let from = 0;
  for (const match of text.matchAll(ADDRESS)) {
    parts.push(text.slice(from, match.index));
    const link = make('a', '', match[0]);
    link.href = match[0];
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    parts.push(link);
    from = match.index + match[0].length;
  }
  parts.push(text.slice(from));
  return parts;
}
