import type { Promised } from '../domain/ticket/events.ts'
import { toIso } from '../domain/time/instant.ts'

/** SLA 18, 23: each promise that was moved, made or withdrawn, with what it was before. */
export function promiseChanges({ before = [], after = [] }: { before?: Promised[]; after?: Promised[] }) {
  const made = after.filter(({ clockId }) => !before.some((was) => was.clockId === clockId))
  return [...before, ...made].map(({ clockId, metric, tier = null }) => ({
    metric,
    tier,
    before: promised(before.find((one) => one.clockId === clockId)),
    after: promised(after.find((one) => one.clockId === clockId)),
  }))
}

function promised(one: Promised | undefined) {
  if (one === undefined) return null
  const [amount = '', unit = ''] = one.target.split(' ')
  return { amount, unit, dueAt: one.dueAt === undefined ? null : toIso(one.dueAt) }
}
