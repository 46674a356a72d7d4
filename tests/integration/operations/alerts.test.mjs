// docs/operations/monitoring.md and docker/alerts.yml: the alarms are ones that Prometheus understands, they ring when they
// should and not before, what they ask for exists, and the page tells of each.
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { run } from '../crash/support/centre.mjs';
import { Installation, scratchFolder, top } from './support/installation.mjs';
import { signIn } from './support/requests.mjs';

const guesses = 10; // of one e-mail; the ninth is too many
const rules = join(top, 'docker/alerts.yml');
const fromPrometheus = ['up']; // made by the scrape, not by us
let folder;

before(() => {
  folder = scratchFolder('alerts');
});

after(() => rmSync(folder, { recursive: true, force: true }));

async function alarms() {
  const convert = 'import json, sys, yaml; print(json.dumps(yaml.safe_load(sys.stdin)))';
  const { groups } = JSON.parse(
    await run('python3', ['-c', convert], { input: readFileSync(rules, 'utf8') }),
  );
  return groups.flatMap((group) => group.rules);
}

test('Prometheus takes the rules, and each alarm rings when it should and not before', async () => {
  await run('promtool', ['check', 'rules', rules]);
  // promtool compares the words of an alarm too; they are for people.
  const bare = readFileSync(rules, 'utf8').replaceAll(/^ +annotations:\n(?: {10}.*\n)+/gm, '');
  assert.ok(!bare.includes('summary:'));
  writeFileSync(join(folder, 'alerts.yml'), bare);
  const cases = join(folder, 'alerts.promtool.yml');
  copyFileSync(join(top, 'tests/integration/operations/alerts.promtool.yml'), cases);
  await run('promtool', ['test', 'rules', cases]);
  const told = readFileSync(cases, 'utf8');
  for (const { alert, annotations } of await alarms()) {
    const rings = new RegExp(`alertname: ${alert}\\n +exp_alerts: \\[\\{`);
    assert.match(told, rings, `${alert} is never seen to ring`);
    assert.match(
      told,
      new RegExp(`\\{eval_time: \\w+, alertname: ${alert}\\}`),
      `${alert} is never seen to be quiet`,
    );
    assert.ok(annotations.summary && annotations.do, alert);
  }
});

test('every metric and label of the rules is one that the daemon shows', { timeout: 60_000 }, async () => {
  const relais = await Installation.prepare();
  try {
    await relais.start();
    for (let guess = 0; guess < guesses; guess += 1)
      await signIn(relais.base, { email: 'nobody@jardin.example', password: `guess ${guess}` });
    const page = await (await fetch(`http://127.0.0.1:${relais.operations}/metrics`)).text();
    const source = readFileSync(join(top, 'src/app/metrics.cpp'), 'utf8');
    for (const { alert, expr } of await alarms()) {
      const names = [...expr.matchAll(/\b(relais_\w+|up)\b(\{[^}]*\})?/g)];
      assert.ok(names.length > 0, alert);
      for (const [, name, labels] of names) {
        if (fromPrometheus.includes(name)) continue;
        const family = name.replace(/_(bucket|count|sum)$/, '');
        assert.ok(source.includes(`"${family}"`), `${alert}: ${name}`);
        if (labels) assert.ok(page.includes(`\n${name}${labels} `), `${alert}: ${name}${labels}`);
      }
    }
  } finally {
    await relais.close();
  }
});

test('monitoring.md tells of every alarm', async () => {
  const page = readFileSync(join(top, 'docs/operations/monitoring.md'), 'utf8');
  const [, part] = page.split('\n## What to wake somebody for\n');
  const told = [...part.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  assert.deepEqual(
    told,
    (await alarms()).map(({ alert }) => alert),
  );
});
