/** A page and its browser: visibility, network, storage, locks and channels, all by hand. */
import type { PageSignals } from '../../src/link/page_signals.ts';
import type { StorageLike } from '../../src/link/store.ts';
import type { LocksLike } from '../../src/tabs/election.ts';
import type { ChannelLike } from '../../src/tabs/relay.ts';

export class FakePage implements PageSignals {
  private seen = true;
  private readonly visibility = new Set<(visible: boolean) => void>();
  private readonly network = new Set<(online: boolean) => void>();
  private readonly hides = new Set<() => void>();
  private readonly returns = new Set<() => void>();

  visible(): boolean {
    return this.seen;
  }
  onVisible(run: (visible: boolean) => void): () => void {
    this.visibility.add(run);
    return () => this.visibility.delete(run);
  }
  onOnline(run: (online: boolean) => void): () => void {
    this.network.add(run);
    return () => this.network.delete(run);
  }
  onHide(run: () => void): () => void {
    this.hides.add(run);
    return () => this.hides.delete(run);
  }
  onReturn(run: () => void): () => void {
    this.returns.add(run);
    return () => this.returns.delete(run);
  }

  show(visible: boolean): void {
    this.seen = visible;
    for (const run of [...this.visibility]) run(visible);
  }
  online(online: boolean): void {
    for (const run of [...this.network]) run(online);
  }
  pagehide(): void {
    for (const run of [...this.hides]) run();
  }
  pageshow(): void {
    for (const run of [...this.returns]) run();
  }
}

export class FakeStorage implements StorageLike {
  readonly map = new Map<string, string>();
  /** Throws at every writing, as a full or forbidden storage does. */
  broken = false;

  get length(): number {
    return this.map.size;
  }
  key(index: number): string | null {
    return [...this.map.keys()][index] ?? null;
  }
  getItem(key: string): string | null {
    return this.map.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    if (this.broken) throw new Error('quota');
    this.map.set(key, value);
  }
  removeItem(key: string): void {
    this.map.delete(key);
  }
}

interface Request {
  readonly held: () => Promise<void>;
  readonly reject: (reason: Error) => void;
  readonly resolve: () => void;
}

/** One lock, as `navigator.locks` gives it: queueing, stealing, giving up. */
export class FakeLocks implements LocksLike {
  private holder: Request | null = null;
  private queue: Request[] = [];

  request(
    _name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    held: () => Promise<void>,
  ): Promise<unknown> {
    return new Promise<void>((resolve, reject) => {
      const request = { held, reject, resolve };
      if (options.steal) {
        const old = this.holder;
        this.grant(request);
        old?.reject(new Error('stolen'));
        return;
      }
      options.signal?.addEventListener('abort', () => {
        this.queue = this.queue.filter((other) => other !== request);
        reject(new Error('aborted'));
      });
      this.queue.push(request);
      this.next();
    });
  }

  private grant(request: Request): void {
    this.holder = request;
    request.held().then(() => {
      request.resolve();
      if (this.holder !== request) return;
      this.holder = null;
      this.next();
    });
  }

  private next(): void {
    if (this.holder) return;
    const request = this.queue.shift();
    if (request) this.grant(request);
  }
}

/** BroadcastChannel of one browser; what is said is heard at once, by the others. */
export class FakeChannels {
  private readonly open = new Set<ChannelLike & { readonly name: string }>();
  /** Nobody hears anything: a frozen leader. */
  deaf = false;

  readonly channel = (name: string): ChannelLike => {
    const { open } = this;
    const self: ChannelLike & { readonly name: string } = {
      name,
      onmessage: null,
      postMessage: (message) => {
        if (this.deaf) return;
        const data: unknown = structuredClone(message);
        for (const other of [...open]) if (other !== self && other.name === name) other.onmessage?.({ data });
      },
      close: () => open.delete(self),
    };
    open.add(self);
    return self;
  };
}
