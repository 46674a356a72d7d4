/**
 * The last squeeze of the panel: members of its own classes get short names. Saves about 3 % of what a visitor downloads. Whatever is
 * known by its name outside keeps it: frames (every word of the protocol page), the loader's hand-over, what is stored or said between
 * tabs, what stands in a string; the browser's own names are left alone by terser.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { minify } from 'terser';

const read = (path) => readFileSync(new URL(path, import.meta.url), 'utf8');
const words = (text) => text.match(/[A-Za-z_$][\w$]*/g) ?? [];
const OUTSIDE = [
  '../../docs/protocol.md',
  'src/host.ts',
  '../core/src/protocol/frames.ts',
  '../core/src/link/outbox.ts',
  '../core/src/visitor/kept.ts',
  '../core/src/visitor/state.ts',
  '../core/src/tabs/relay.ts',
];
const FOLDERS = [
  '../core/src/link/',
  '../core/src/tabs/',
  '../core/src/visitor/',
  'src/',
  'src/view/',
  'src/words/',
];

function sources() {
  return FOLDERS.flatMap((folder) =>
    readdirSync(fileURLToPath(new URL(folder, import.meta.url)))
      .filter((name) => name.endsWith('.ts'))
      .map((name) => read(folder + name)),
  );
}

/** The members of classes and interfaces, by how they stand in the source. */
function members(code) {
  const found = [...code.matchAll(/^ {2,4}(?:private |readonly |async )*(\w+)\??(?:\(|:| =)/gm)];
  return found.map((match) => match[1]);
}

export async function shrink(code) {
  const known = new Set(['start', ...OUTSIDE.flatMap((path) => words(read(path)))]);
  for (const [text] of code.matchAll(/`[^`]*`|"[^"]*"|'[^']*'/g))
    for (const word of words(text)) known.add(word);
  const own = new Set(
    sources()
      .flatMap(members)
      .filter((name) => !known.has(name)),
  );
  const done = await minify(code, {
    module: true,
    ecma: 2020,
    compress: { passes: 3, unsafe_arrows: true },
    mangle: { properties: { regex: new RegExp(`^(${[...own].join('|')})$`) } },
  });
  return done.code;
}

/** The loader: names that others see are few and stand in strings, so only what no name of theirs is touched. */
export async function squeeze(code) {
  const done = await minify(code, { ecma: 2020, compress: { passes: 3, unsafe_arrows: true } });
  return done.code;
}
