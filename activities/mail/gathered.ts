/**
 * Writes one by one what comes alone, and together what comes while it writes: what is written costs a statement only when
 * there is nothing else to write. Each caller waits for its own to be written.
 */
export function gathered<T>(write: (items: T[]) => Promise<void>): (item: T) => Promise<void> {
  let waiting: T[] = []
  let next: Promise<void> | undefined
  let current = Promise.resolve()
  return (item) => {
    waiting.push(item)
    next ??= current
      .catch(() => undefined)
      .then(() => {
        const items = waiting
        waiting = []
        next = undefined
        current = write(items)
        return current
      })
    return next
  }
}
