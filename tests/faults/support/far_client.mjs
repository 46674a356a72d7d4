// An agent, or a visitor, on another machine: `node far_client.mjs BASE ORIGIN agent|visitor`. Says "ready", a visitor with
// his conversation, when it is at work, answers pings like a browser, and goes on until it is killed.
import { AgentClient } from '../../../web/demo/traffic/agent_client.mjs';
import { VisitorClient } from '../../../web/demo/traffic/visitor_client.mjs';
import { password } from '../../integration/crash/support/centre.mjs';

const [base, origin, role] = process.argv.slice(2);
const withinMs = 20_000;

let conversation = '';
if (role === 'agent') {
  const agent = new AgentClient({ base, email: 'jonas@demo.example', password });
  await agent.start();
  await agent.until(() => agent.agent, withinMs, 'a snapshot');
  await agent.status('available');
} else {
  const visitor = new VisitorClient({ base, origin, site: 'shop-fr', language: 'fr' });
  visitor.open();
  await visitor.until(() => visitor.availability === 'open', withinMs, 'an open door');
  conversation = (await visitor.post('Bonjour')).conversation;
}
console.log(`ready ${conversation}`);
