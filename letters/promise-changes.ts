import type { Promised, TicketEvent } from '../domain/ticket/events.ts'
import { toIso } from '../domain/time/instant.ts'

/** SLA 18: each promise that a repair moved, made or withdrew, with what it was before. */
export function promiseChanges(event: TicketEvent & { type: 'retargeted' }, staff: boolean) {
  const { before } = event.data
  const after = event.data.after.filter(({ internal }) => staff || !internal)
  const withdrawn = event.clocks.flatMap((change) =>
    change.do === 'stop' && change.why === 'withdrawn' ? change.id : [],
  )
  return after
    .map((now) => ({ now, was: before.find(({ clockId }) => clockId === now.clockId) }))
    .filter(({ now, was }) => withdrawn.includes(now.clockId) || !same(now, was))
    .map(({ now, was }) => ({
      metric: now.metric,
      tier: now.tier ?? null,
      before: was ? promised(was) : null,
      after: withdrawn.includes(now.clockId) ? null : promised(now),
    }))
}

function same(now: Promised, was: Promised | undefined): boolean {
  return was?.target === now.target && was.dueAt === now.dueAt
}

function promised({ target, dueAt }: Promised) {
  const [amount = '', unit = ''] = target.split(' ')
  return { amount, unit, dueAt: dueAt === undefined ? null : toIso(dueAt) }
}
