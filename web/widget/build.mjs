/** Two files: the panel under a hashed name, then the loader that knows this name and keeps its own. */
import { readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { version } from '../tools/version.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
rmSync(dist, { recursive: true, force: true });

/** The bundler's own helper for `import()` would outweigh the loader and make `link` elements in the host page. */
const plainImport = {
  name: 'plain-import',
  generateBundle(_options, bundle) {
    for (const chunk of Object.values(bundle))
      chunk.code = chunk.code?.replaceAll('importFromServer(', 'import(');
  },
};

async function bundle(input, format, fileName, define) {
  await build({
    root: here,
    configFile: false,
    logLevel: 'warn',
    plugins: [plainImport],
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

await bundle('src/panel.ts', 'es', 'panel-[hash].js', {});
const panel = readdirSync(dist).find((name) => name.startsWith('panel-'));
await bundle('src/loader.ts', 'iife', 'loader.js', { PANEL_FILE: JSON.stringify(panel) });
