import { createHistogram, performance, type RecordableHistogram } from 'node:perf_hooks'

/** Milliseconds. */
export interface Spread {
  count: number
  p50: number
  p99: number
  most: number
}

/** How long each kind of act took, from its first request to its last answer. */
export class Stopwatch<Act extends string> {
  private readonly histograms = new Map<Act, RecordableHistogram>()

  async time<T>(act: Act, work: () => Promise<T>): Promise<T> {
    const began = performance.now()
    const done = await work()
    this.record(act, performance.now() - began)
    return done
  }

  record(act: Act, ms: number): void {
    // It counts in whole numbers from 1 on: microseconds.
    this.histogramOf(act).record(Math.max(1, Math.round(1000 * ms)))
  }

  spreads(): Partial<Record<Act, Spread>> {
    const spreads = [...this.histograms].map(([act, histogram]) => [act, spreadOf(histogram)])
    return Object.fromEntries(spreads)
  }

  /** Of those acts together. */
  spread(isMeant: (act: Act) => boolean = () => true): Spread {
    const all = createHistogram()
    for (const [act, histogram] of this.histograms) if (isMeant(act)) all.add(histogram)
    return spreadOf(all)
  }

  /** What another has measured, too. */
  add(other: Stopwatch<Act>): void {
    for (const [act, histogram] of other.histograms) this.histogramOf(act).add(histogram)
  }

  private histogramOf(act: Act): RecordableHistogram {
    const histogram = this.histograms.get(act) ?? createHistogram()
    this.histograms.set(act, histogram)
    return histogram
  }
}

function spreadOf(histogram: RecordableHistogram): Spread {
  const ms = (microseconds: number) => microseconds / 1000
  return {
    count: histogram.count,
    p50: ms(histogram.percentile(50)),
    p99: ms(histogram.percentile(99)),
    most: ms(histogram.max),
  }
}
