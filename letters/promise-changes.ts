import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import type { Promised } from '../domain/ticket/events.ts'
import { isoOrNull } from '../domain/time/instant.ts'

/** SLA 18, 23: each promise that was moved, made or withdrawn, with what it was before. */
export function changesTold(event: KnownEvent, staff: boolean) {
  const { before = [], after = [] } = tellsChanges(event, staff) ? event.data : {}
  const made = after.filter(({ clockId }) => !before.some((was) => was.clockId === clockId))
  return [...before, ...made].map(({ clockId, metric, tier = null, internal = false }) => ({
    metric,
    tier,
    internal,
    before: promised(before.find((one) => one.clockId === clockId)),
    after: promised(after.find((one) => one.clockId === clockId)),
  }))
}

/** Of kind, class and priority those that a triage changed, as they were before; null of what was none. */
export function classedBefore(event: KnownEvent) {
  if (event.type !== 'triaged') return null
  const { was, kind, class: faultClass, priority } = event.data
  return {
    kind: was?.kind === kind ? null : (was?.kind ?? null),
    class: was?.class === faultClass ? null : (was?.class ?? null),
    priority: was?.priority === priority ? null : (was?.priority ?? null),
  }
}

/** Of a binding only to us: what was promised until then may have been another customer's (SLA 24). */
function tellsChanges(
  event: KnownEvent,
  staff: boolean,
): event is KnownEvent & { type: 'retargeted' | 'triaged' | 'bound' } {
  return event.type === 'retargeted' || event.type === 'triaged' || boundAgain(event, staff)
}

/** To a customer the first binding is the beginning of what is promised, and no change of it. */
function boundAgain(event: KnownEvent, staff: boolean): event is KnownEvent & { type: 'bound' } {
  return event.type === 'bound' && (staff || (event.data.before ?? []).length > 0)
}

function promised(one: Promised | undefined) {
  if (one === undefined) return null
  const [amount = '', unit = ''] = one.target.split(' ')
  return { amount, unit, dueAt: isoOrNull(one.dueAt) }
}
