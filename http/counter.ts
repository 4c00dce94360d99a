import { MemoryStore, type Options } from 'express-rate-limit'

/**
 * Counts by key, from a key's first count to the end of its window. A key is forgotten within two windows, so that at
 * most as many are kept as were counted in that time. Counted in this process: each API process counts for itself.
 */
export class Counter {
  private readonly store = new MemoryStore()

  constructor(seconds: number) {
    this.store.init({ windowMs: seconds * 1000 } as Options)
  }

  /** The count with this one, and the seconds until it begins anew. */
  async add(key: string): Promise<{ count: number; secondsLeft: number }> {
    const { totalHits, resetTime } = await this.store.increment(key)
    const left = resetTime ? resetTime.getTime() - Date.now() : 0
    return { count: totalHits, secondsLeft: Math.max(1, Math.ceil(left / 1000)) }
  }

  async count(key: string): Promise<number> {
    return (await this.store.get(key))?.totalHits ?? 0
  }

  async forget(key: string): Promise<void> {
    await this.store.resetKey(key)
  }

  async takeBack(key: string): Promise<void> {
    await this.store.decrement(key)
  }
}
