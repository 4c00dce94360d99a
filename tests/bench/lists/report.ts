import { table } from '../report/table.ts'
import type { Measured, Spread } from './measure.ts'

/** Milliseconds that 95 of 100 may take. */
const limits: Record<Measured['kind'], number> = { page: 15, search: 50, counts: 50, HTTP: 50 }

export function tooSlow(measured: readonly Measured[]): Measured[] {
  return measured.filter(({ kind, first, deep }) => Math.max(first.p95, deep?.p95 ?? 0) > limits[kind])
}

/** A line for each, in milliseconds; ! marks what is over its limit. */
export function tableOf(measured: readonly Measured[]): string {
  const slow = new Set(tooSlow(measured))
  const rows = measured.map((one) => {
    const { kind, as, what, found, first, deep } = one
    return [kind, as, what, String(found ?? ''), ...shown(first), ...shown(deep), slow.has(one) ? '!' : '']
  })
  const head = ['', 'as', 'what', 'holds', 'first p50', 'p95', 'deep p50', 'p95', '']
  return `${table(head, rows)}\n${summaryOf(measured)}`
}

const shown = (spread?: Spread) => (spread ? [spread.p50.toFixed(1), spread.p95.toFixed(1)] : ['', ''])

function summaryOf(measured: readonly Measured[]): string {
  const kinds = [...new Set(measured.map(({ kind }) => kind))]
  return kinds
    .map((kind) => {
      const ours = measured.filter((one) => one.kind === kind)
      const worst = (of: keyof Spread) => Math.max(...ours.flatMap(({ first, deep }) => [first[of], deep?.[of] ?? 0]))
      return `${kind}: ${ours.length} cases, slowest p50 ${worst('p50')} ms, slowest p95 ${worst('p95')} ms (limit ${limits[kind]} ms), ${tooSlow(ours).length} over it`
    })
    .join('\n')
}
