/** Puts `.br` and `.gz` beside every text file of the built folders. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const web = join(dirname(fileURLToPath(import.meta.url)), '..');
const TEXT = /\.(js|css|html|svg|json)$/;

for (const part of ['widget', 'console']) {
  const dist = join(web, part, 'dist');
  for (const name of readdirSync(dist, { recursive: true })) {
    if (!TEXT.test(name)) continue;
    const file = join(dist, name);
    const data = readFileSync(file);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length };
    writeFileSync(`${file}.br`, brotliCompressSync(data, { params }));
    writeFileSync(`${file}.gz`, gzipSync(data, { level: 9 }));
  }
}
