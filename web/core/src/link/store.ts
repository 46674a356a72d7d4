/** Storage that may throw, be full or be absent. What could not be stored is kept in memory. */

/** The part of `Storage` that is used. */
export interface StorageLike {
  readonly length: number;
  key(index: number): string | null;
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export class Store {
  private readonly memory = new Map<string, string>();
  private storage: StorageLike | null;

  /** `find` may throw, as reading `localStorage` does on pages without an origin or with storage forbidden. */
  constructor(find: () => StorageLike | null) {
    try {
      this.storage = find();
    } catch {
      this.storage = null;
    }
  }

  /** False once something is only in memory: other tabs and later pages cannot see it. */
  shared(): boolean {
    return this.storage !== null && this.memory.size === 0;
  }

  get(key: string): string | null {
    const kept = this.memory.get(key);
    if (kept !== undefined) return kept;
    try {
      return this.storage?.getItem(key) ?? null;
    } catch {
      return null;
    }
  }

  set(key: string, value: string): void {
    try {
      if (!this.storage) throw new Error('no storage');
      this.storage.setItem(key, value);
      this.memory.delete(key);
    } catch {
      this.memory.set(key, value);
    }
  }

  remove(key: string): void {
    this.memory.delete(key);
    try {
      this.storage?.removeItem(key);
    } catch {
      // Nothing can be removed from a storage that refuses: it refused to store as well.
    }
  }

  keys(prefix: string): string[] {
    const found = new Set<string>();
    for (const key of this.memory.keys()) if (key.startsWith(prefix)) found.add(key);
    try {
      for (let i = 0; i < (this.storage?.length ?? 0); i += 1) {
        const key = this.storage?.key(i);
        if (key?.startsWith(prefix)) found.add(key);
      }
    } catch {
      // As above.
    }
    return [...found];
  }
}
