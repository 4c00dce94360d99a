import type { Filters, WorklistQuery } from './query.ts'

/** With what is looked for in numbers alone. */
export type ByNumber<Query> = Query & { numbersBegin?: string[] }

/**
 * `T-2026` and `T-2026-00` among the words mean tickets whose numbers begin so: as words they stand in every ticket of a
 * year, and all that was said in it would be looked through. A whole number stays a word, since others may name it.
 */
export function numbersRead(query: WorklistQuery): ByNumber<WorklistQuery> {
  const { text = [], numberPrefix } = query
  const numbersBegin = text.filter(isBeginning).map((word) => word.toUpperCase())
  const words = text.filter((word) => !isBeginning(word))
  const period = periodOf(query, numberPrefix === undefined ? numbersBegin : [...numbersBegin, numberPrefix])
  return { ...query, ...period, text: words.length > 0 ? words : undefined, numbersBegin }
}

const isBeginning = (word: string) => /^T-\d{4}(-\d{0,5})?$/i.test(word)

type Period = Pick<Filters, 'openedFrom' | 'openedBefore'>

/** A call is logged up to two days after it came, and the year is that of the logging. */
const leadDays = 3

/** In which numbers of that year were opened, so that an order by the opening is read there alone. */
function periodOf({ openedFrom, openedBefore }: Period, numbersBegin: readonly string[]): Period {
  const years = numbersBegin.flatMap((begin) => /^T-(\d{4})/.exec(begin)?.[1] ?? []).map(Number)
  const from = [...years.map((year) => Date.UTC(year, 0, 1 - leadDays)), ...parsed(openedFrom)]
  const before = [...years.map((year) => Date.UTC(year + 1, 0, 1)), ...parsed(openedBefore)]
  return {
    ...(from.length > 0 && { openedFrom: new Date(Math.max(...from)).toISOString() }),
    ...(before.length > 0 && { openedBefore: new Date(Math.min(...before)).toISOString() }),
  }
}

const parsed = (instant: string | undefined) => (instant === undefined ? [] : [Date.parse(instant)])
