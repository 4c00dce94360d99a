/** A gauge's value; one for each queue where it has some. */
interface Sample {
  queue?: string
  value: number
}

export type Figures<Name extends string> = Partial<Record<Name, Sample[]>>
export type Ask<Name extends string> = () => Promise<Figures<Name>>

/** Shorter than a scraper's own patience, which is ten seconds. */
const patienceMs = 2000
/** However often and by however many it is scraped, nobody is asked more often than this. */
const keptMs = 10_000

/** Answers with what is known; nothing when there is no answer in time, which is then not asked for again at once. */
export function bounded<Name extends string>(ask: Ask<Name>, failed: () => void): Ask<Name> {
  let latest: { at: number; figures: Promise<Figures<Name>> } | undefined
  let asking = false
  const once = async () => {
    if (asking) throw new Error('The last question has no answer yet')
    asking = true
    const answer = ask().finally(() => {
      asking = false
    })
    return within(answer)
  }
  return () => {
    if (latest === undefined || performance.now() - latest.at >= keptMs) {
      const figures = once().catch((): Figures<Name> => {
        failed()
        return {}
      })
      latest = { at: performance.now(), figures }
    }
    return latest.figures
  }
}

export async function within<T>(answer: Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(patienceMs)
  const late = new Promise<never>((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  return Promise.race([answer, late])
}
