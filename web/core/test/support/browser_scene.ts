/** Tabs of one browser on one site, over fake sockets. */
import { Store } from '../../src/link/store.ts';
import { VisitorClient } from '../../src/visitor/visitor_client.ts';
import { FakeChannels, FakeLocks, FakePage, FakeStorage } from './fake_page.ts';
import { FakeClock, SeededChance } from './fake_time.ts';
import { FakeNet } from './fake_wire.ts';

export interface Tab {
  readonly page: FakePage;
  readonly net: FakeNet;
  readonly client: VisitorClient;
}

/** Promises of the locks settle between two turns of the event loop. */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

export class Browser {
  readonly clock = new FakeClock();
  readonly chance: SeededChance;
  readonly storage = new FakeStorage();
  readonly locks = new FakeLocks();
  readonly channels = new FakeChannels();

  constructor(
    seed = 1,
    private readonly alone = false,
  ) {
    this.chance = new SeededChance(seed);
  }

  tab(visible = true): Tab {
    const page = new FakePage();
    page.show(visible);
    const net = new FakeNet();
    const client = new VisitorClient(
      { site: 'shop', url: 'ws://x', language: 'fr', page: { title: 't', url: 'u' }, build: 'test' },
      {
        clock: this.clock,
        chance: this.chance,
        signals: page,
        open: net.open,
        store: new Store(() => this.storage),
        locks: this.alone ? null : this.locks,
        channel: this.alone ? null : this.channels.channel,
      },
    );
    return { page, net, client };
  }
}
