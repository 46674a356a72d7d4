/** Starts the Worker of `workerClock`, also where the page's policy asks for Trusted Types (policy name: `relais`). */
import type { WorkerLike } from '@relais/core/link/worker_clock';
import address from '../../core/src/link/timer_worker.ts?worker&url';

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

export function startTimerWorker(): WorkerLike {
  const { trustedTypes } = globalThis as { trustedTypes?: Policies };
  const policy = trustedTypes?.createPolicy('relais', { createScriptURL: () => address });
  return new Worker(policy?.createScriptURL(address) ?? address, { type: 'module' }) as unknown as WorkerLike;
}
