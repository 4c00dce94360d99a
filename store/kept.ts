import type { PrismaClient } from '../prisma/client/client.ts'

/** What never changes, in the memory of this process: it is never stale, and costs a statement once. */
export interface Kept<T> {
  get(key: string): T | undefined
  keep(key: string, value: T): void
}

/** For each database its own. `most` bounds it: one more, and all is asked for anew. */
export function keptFor<T>(most: number): (database: PrismaClient) => Kept<T> {
  const all = new WeakMap<PrismaClient, Map<string, T>>()
  return (database) => {
    const kept = all.get(database) ?? new Map<string, T>()
    all.set(database, kept)
    return {
      get: (key) => kept.get(key),
      keep(key, value) {
        if (kept.size >= most && !kept.has(key)) kept.clear()
        kept.set(key, value)
      },
    }
  }
}
