import type { Instant, Interval } from './instant.ts'

/** The same time without overlaps: sorted, touching intervals joined, empty ones left out. */
export function unite(intervals: readonly Interval[]): Interval[] {
  const united: Interval[] = []
  for (const [from, to] of [...intervals].sort((a, b) => a[0] - b[0])) {
    if (from >= to) continue
    const last = united.at(-1)
    if (last && from <= last[1]) united[united.length - 1] = [last[0], Math.max(last[1], to)]
    else united.push([from, to])
  }
  return united
}

/** What of the intervals is left without the others. Both are sorted and without overlaps. */
export function without(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
  return intervals.flatMap(([from, to]) => {
    const left: Interval[] = []
    let start = from
    for (const [gone, back] of clip(others, from, to)) {
      if (start < gone) left.push([start, gone])
      start = back
    }
    return start < to ? [...left, [start, to]] : left
  })
}

/** What of the intervals lies in [from, to). */
export function clip(intervals: readonly Interval[], from: Instant, to: Instant): Interval[] {
  return intervals
    .map(([start, end]): Interval => [Math.max(start, from), Math.min(end, to)])
    .filter(([start, end]) => start < end)
}
