/** The panel, once for each language, under hashed names; then the loader, which knows the hash and keeps its own name. */
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { version } from '../tools/version.mjs';
import { shrink, squeeze } from './shrink.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
rmSync(dist, { recursive: true, force: true });

/**
 * The bundler's own helper for `import()` would outweigh the loader and make `link` elements in the host page. The variables are what
 * its CSS part adds beside `color-scheme`, for a function that our sheets do not use.
 */
const plain = {
  name: 'plain',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle)) {
      chunk.code = chunk.code
        ?.replaceAll('importFromServer(', 'import(')
        .replace(/--lightningcss-\w+: ?(initial)?;/g, '');
    }
  },
};

async function bundle(input, format, fileName, define) {
  await build({
    root: here,
    configFile: false,
    logLevel: 'warn',
    plugins: [plain],
    define: { RELAIS_BUILD: JSON.stringify(version()), ...define },
    build: {
      target: 'es2020',
      outDir: dist,
      emptyOutDir: false,
      modulePreload: false,
      cssTarget: 'es2020',
      rolldownOptions: {
        input: join(here, input),
        preserveEntrySignatures: 'strict',
        output: { format, entryFileNames: fileName, codeSplitting: false },
      },
    },
  });
}

const languages = ['fr', 'en'];
for (const language of languages) {
  await bundle('src/panel.ts', 'es', `panel-${language}.js`, { PANEL_LANGUAGE: JSON.stringify(language) });
}
// One hash for all languages, so that the loader needs to know only one.
const name = (language) => join(dist, `panel-${language}.js`);
const hash = createHash('sha256');
for (const language of languages) {
  const code = await shrink(readFileSync(name(language), 'utf8'));
  writeFileSync(name(language), code);
  hash.update(code);
}
const mark = hash.digest('base64url').replace(/[-_]/g, '').slice(0, 8);
for (const language of languages) renameSync(name(language), join(dist, `panel-${language}-${mark}.js`));
await bundle('../core/src/visitor/poll.ts', 'es', 'poll.js', {});
await bundle('src/loader.ts', 'iife', 'loader.js', { PANEL_MARK: JSON.stringify(mark) });
writeFileSync(join(dist, 'loader.js'), await squeeze(readFileSync(join(dist, 'loader.js'), 'utf8')));
