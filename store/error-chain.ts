/** What an error, or what it wraps, may say of itself. */
interface Link {
  /** Of ours: which part is down. */
  part?: unknown
  code?: unknown
  /** The database's own code, where Prisma has one for whatever befalls a raw query. */
  originalCode?: unknown
  kind?: unknown
  message?: unknown
  cause?: unknown
  meta?: { driverAdapterError?: unknown }
}

/** An error and whatever it wraps, the outermost first. */
export function errorChain(error: unknown): Link[] {
  const chain: Link[] = []
  for (let one = error; typeof one === 'object' && one !== null && chain.length < 10; ) {
    const link: Link = one
    chain.push(link)
    one = link.meta?.driverAdapterError ?? link.cause
  }
  return chain
}
