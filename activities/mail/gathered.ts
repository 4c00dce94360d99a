import { setTimeout as sleep } from 'node:timers/promises'

/** Short beside what a mail takes to send. */
const gatherMs = 20

/**
 * Writes together what comes within a moment, and while it writes: so what is marked costs a statement for many. Each caller
 * waits for its own to be written.
 */
export function gathered<T>(write: (items: T[]) => Promise<void>): (item: T) => Promise<void> {
  let waiting: T[] = []
  let next: Promise<void> | undefined
  let current = Promise.resolve()
  const writeNext = async () => {
    await Promise.all([current.catch(() => undefined), sleep(gatherMs)])
    const items = waiting
    waiting = []
    next = undefined
    current = write(items)
    await current
  }
  return (item) => {
    waiting.push(item)
    next ??= writeNext()
    return next
  }
}
