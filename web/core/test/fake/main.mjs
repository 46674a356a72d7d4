import { startFake } from './server.mjs';

const { origin } = await startFake();
console.log(`shop     ${origin}/shop/fr  ${origin}/shop/en
console  ${origin}/console/  claire@relais.example, marc@relais.example, any password`);
