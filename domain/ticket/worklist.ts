import type { StaffMember } from '../people/actors.ts'
import type { Tier } from '../people/tiers.ts'
import type { Metric } from '../promises/metrics.ts'
import type { StatusName } from './state.ts'

/** What a worklist asks of a clock, as it stands in the record. */
interface Promised {
  metric: Metric
  dueAt: string | null
  pausedSince: string | null
  stoppedAt: string | null
  breach: { at: string } | null
}

/** Those that a contract makes: targets of our own are work to be done, and no customer's to know. */
export function promisesOf<T extends { internal: boolean }>(clocks: readonly T[]): T[] {
  return clocks.filter(({ internal }) => !internal)
}

/** The earliest due of what we owe and that runs: what has to be done next, whatever acts next. Null when none runs. */
export function nextDueOf(clocks: readonly Promised[]): string | null {
  return earliest(unkept(clocks).map(dueOfRunning))
}

/** Since when something that we owe stands late, or the instant from which it will. A pause does not mend what is broken. */
export function overdueFromOf(clocks: readonly Promised[]): string | null {
  return earliest(unkept(clocks).map((clock) => clock.breach?.at ?? dueOfRunning(clock)))
}

/** SLA 14: a signature is the acceptor's to give; all else is ours. */
function unkept(clocks: readonly Promised[]): Promised[] {
  return clocks.filter(({ metric, stoppedAt }) => metric !== 'signOff' && stoppedAt === null)
}

function dueOfRunning({ dueAt, pausedSince }: Promised): string | null {
  return pausedSince === null ? dueAt : null
}

/** ISO instants of one form, so their order is that of their letters. */
function earliest(instants: readonly (string | null)[]): string | null {
  return instants.flatMap((at) => at ?? []).sort()[0] ?? null
}

/** Where somebody can still be given it. */
export const takeable: readonly StatusName[] = ['open', 'in_progress', 'pending']

interface Held {
  status: StatusName
  tier: Tier
  assignee: StaffMember | null
}

/** The tier that is called: the ticket is with it, and nobody has it. Whoever has one serves on its tier or above. */
export function calledTierOf({ status, tier, assignee }: Held): Tier | null {
  return takeable.includes(status) && assignee === null ? tier : null
}
