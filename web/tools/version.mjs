/** The version of the pages is the version of the server they ship with: it tells a page that is older than its server to reload. */
import { readFileSync } from 'node:fs';

export function version() {
  const cmake = readFileSync(new URL('../../CMakeLists.txt', import.meta.url), 'utf8');
  const found = /project\(relais VERSION ([\d.]+)/.exec(cmake)?.[1];
  if (!found) throw new Error('no version in CMakeLists.txt');
  return found;
}
