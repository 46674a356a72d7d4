/**
 * Which tab of a browser owns the socket. The tab that becomes visible takes the lock from whoever has it; the one that lost it queues,
 * so that it takes over when the holder goes. Without locks every tab leads: the server's numbers keep that right.
 */

export interface LocksLike {
  request(
    name: string,
    options: { steal?: boolean; signal?: AbortSignal },
    held: () => Promise<void>,
  ): Promise<unknown>;
}

export interface ElectionEvents {
  lead(): void;
  follow(): void;
}

export class Election {
  private release: (() => void) | null = null;
  private waiting: AbortController | null = null;
  private taking = false;
  /** Grows when this tab leaves: a lock that arrives afterwards is given back. */
  private round = 0;

  constructor(
    private readonly locks: LocksLike | null,
    private readonly name: string,
    private readonly events: ElectionEvents,
  ) {}

  leads(): boolean {
    return this.release !== null;
  }

  /** Leads now, whoever led before. */
  take(): void {
    if (this.release || this.taking) return;
    this.stopWaiting();
    this.taking = true;
    this.request({ steal: true });
  }

  /** Follows until nobody leads. */
  queue(): void {
    if (this.release || this.taking || this.waiting || !this.locks) return;
    this.waiting = new AbortController();
    this.request({ signal: this.waiting.signal });
  }

  /** Neither leads nor waits; a held lock would keep the page out of the back/forward cache. */
  leave(): void {
    this.round += 1;
    this.taking = false;
    this.stopWaiting();
    const release = this.release;
    this.release = null;
    release?.();
  }

  private stopWaiting(): void {
    this.waiting?.abort();
    this.waiting = null;
  }

  private request(options: { steal?: boolean; signal?: AbortSignal }): void {
    const { round } = this;
    if (!this.locks) {
      this.hold(() => {});
      return;
    }
    let mine: (() => void) | null = null;
    const held = (): Promise<void> =>
      new Promise((resolve) => {
        if (round !== this.round) {
          resolve();
          return;
        }
        mine = resolve;
        this.hold(resolve);
      });
    this.locks.request(this.name, options, held).catch(() => {
      // Stolen by the tab that is now looked at, or given up by ourselves while waiting.
      if (mine === null || this.release !== mine) return;
      this.release = null;
      this.events.follow();
      this.queue();
    });
  }

  private hold(release: () => void): void {
    this.taking = false;
    this.waiting = null;
    this.release = release;
    this.events.lead();
  }
}
