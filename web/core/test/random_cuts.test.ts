/** Whatever is cut, refused, delayed or closed: every message once, in order, and no hole. Each seed is a day of a bad network. */
import { describe, expect, it } from 'vitest';
import { Browser, settle, type Tab } from './support/browser_scene.ts';
import { ModelServer } from './support/model_server.ts';

const SEEDS = Number(process.env.RELAIS_SEEDS ?? 300);
const FIRST = Number(process.env.RELAIS_SEED ?? 1);

interface Day {
  readonly browser: Browser;
  readonly server: ModelServer;
  tab: Tab;
  readonly written: string[];
}

function open({ browser, server }: Pick<Day, 'browser' | 'server'>): Tab {
  const tab = browser.tab();
  tab.net.opened = (socket) => server.attach(socket);
  tab.client.start();
  return tab;
}

function act(day: Day, step: number): void {
  const { browser, server } = day;
  const { chance } = browser;
  const dice = chance.below(12);
  if (dice < 4) {
    const text = `message ${day.written.length + 1}`;
    day.written.push(text);
    day.tab.client.post(text);
  } else if (dice < 6) server.agentSays(`answer ${step}`);
  else if (dice < 8) server.cut();
  else if (dice === 8) {
    day.tab.page.online(false);
    day.tab.page.online(true);
  } else if (dice === 9) server.overload = chance.below(3) === 0 ? 0.5 : 0;
  else if (dice === 10 && chance.below(3) === 0) {
    day.tab.page.pagehide();
    if (chance.below(2) === 0) day.tab = open(day);
    else day.tab.page.pageshow();
  } else server.ping();
}

function live(seed: number): Day {
  const browser = new Browser(seed, true);
  const server = new ModelServer(browser.clock, browser.chance, 400);
  const day: Day = { browser, server, tab: open({ browser, server }), written: [] };
  for (let step = 0; step < 60; step += 1) {
    act(day, step);
    browser.clock.advance(
      browser.chance.below(3) === 0 ? browser.chance.below(4000) : browser.chance.below(200),
    );
  }
  server.overload = 0;
  for (let i = 0; i < 30; i += 1) {
    browser.clock.advance(8000);
    server.ping();
  }
  return day;
}

describe('random cuts', () => {
  it(`lose nothing, double nothing, leave no hole (${SEEDS} seeds from ${FIRST})`, () => {
    for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
      const { server, tab, written } = live(seed);
      const state = tab.client.state();
      const own = server.stored.filter((line) => line.by === 'visitor').map((line) => line.body);
      expect(own, `seed ${seed}: stored`).toEqual(written);
      expect(
        state.entries.map((entry) => entry.body),
        `seed ${seed}: shown`,
      ).toEqual(server.stored.map((line) => line.body));
      expect(
        state.entries.map((entry) => entry.seq),
        `seed ${seed}: numbers`,
      ).toEqual(server.stored.map((line) => line.seq));
      expect(state.unsent, `seed ${seed}: unsent`).toEqual([]);
      expect(state.link, `seed ${seed}: link`).toBe('online');
    }
  });

  it('keep their promise when the storage throws', () => {
    for (let seed = 1; seed <= 50; seed += 1) {
      const browser = new Browser(seed, true);
      browser.storage.broken = true;
      const server = new ModelServer(browser.clock, browser.chance, 300);
      const tab = open({ browser, server });
      for (let i = 1; i <= 20; i += 1) {
        tab.client.post(`m${i}`);
        if (browser.chance.below(3) === 0) server.cut();
        browser.clock.advance(browser.chance.below(1500));
      }
      browser.clock.advance(60_000);
      expect(
        server.stored.map((line) => line.body),
        `seed ${seed}`,
      ).toEqual(Array.from({ length: 20 }, (_, i) => `m${i + 1}`));
      expect(tab.client.state().unsent).toEqual([]);
    }
  });

  it('keep their promise over two tabs that take the lock from each other', async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      const browser = new Browser(seed);
      const { chance, clock } = browser;
      const server = new ModelServer(clock, chance, 200);
      const tabs = [open({ browser, server }), open({ browser, server })];
      await settle();
      const written: string[] = [];
      for (let step = 0; step < 30; step += 1) {
        const one = chance.below(2);
        const tab = tabs[one] as Tab;
        const dice = chance.below(6);
        if (dice < 3) {
          written.push(`m${written.length + 1}`);
          tab.client.post(`m${written.length}`);
        } else if (dice === 3) {
          tabs[1 - one]?.page.show(false);
          tab.page.show(true);
        } else if (dice === 4) server.cut();
        else server.agentSays(`a${step}`);
        await settle();
        clock.advance(chance.below(1200));
        await settle();
      }
      for (let i = 0; i < 12; i += 1) {
        clock.advance(8000);
        server.ping();
        await settle();
      }
      const own = server.stored.filter((line) => line.by === 'visitor').map((line) => line.body);
      expect([...own].sort(), `seed ${seed}: stored`).toEqual([...written].sort());
      for (const { client } of tabs) {
        expect(
          client.state().entries.map((entry) => entry.body),
          `seed ${seed}: shown`,
        ).toEqual(server.stored.map((line) => line.body));
        expect(client.state().unsent, `seed ${seed}: unsent`).toEqual([]);
      }
    }
  });
});
