// Chromium as a person starts it, with a fresh profile. Playwright's own browsers show every tab as looked at, never slow a timer
// down and keep no page for "back"; here tabs behind another one are hidden, with all that follows.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Browsers, chromium, chromiumArguments } from './centre.mjs';

export class OwnBrowser extends Browsers {
  static async open({ args = [] } = {}) {
    const own = new OwnBrowser();
    own.profile = mkdtempSync(join(tmpdir(), 'relais-profile-'));
    const given = [...chromiumArguments, '--no-sandbox', '--accept-lang=fr-FR,fr', '--remote-debugging-port=0', `--user-data-dir=${own.profile}`, ...args, 'about:blank'];
    own.process = spawn('/usr/bin/chromium', given, { stdio: ['ignore', 'ignore', 'pipe'] });
    own.ended = new Promise((resolve) => own.process.once('exit', resolve));
    const address = await new Promise((resolve, reject) => {
      let said = '';
      own.process.stderr.on('data', (chunk) => {
        said += chunk;
        const found = /ws:\/\/\S+/.exec(said);
        if (found) resolve(found[0]);
      });
      own.ended.then(() => reject(new Error(`chromium ended: ${said}`)));
    });
    own.chromium = await chromium.connectOverCDP(address, { noDefaults: true });
    return own;
  }

  /** One more tab in the one window; it is looked at, those before it are hidden. */
  tab() {
    return this.page(this.chromium.contexts()[0]);
  }

  async close() {
    const session = await this.chromium.newBrowserCDPSession();
    await session.send('Browser.close');
    await this.ended;
    // Its helpers write a moment longer than it lives.
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
  }
}
