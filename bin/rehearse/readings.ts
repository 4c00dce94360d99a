import type { ClockRecord, TicketRecord } from '../../domain/ticket/record.ts'
import { fromIso } from '../../domain/time/instant.ts'
import type { Reading, Readings } from './oracle.ts'

/** What the ticket's own clocks show. */
export function readingsOf(record: TicketRecord): Readings {
  return { response: readingOf(record, 'response'), resolution: readingOf(record, 'resolution') }
}

function readingOf(record: TicketRecord, metric: ClockRecord['metric']): Reading | null {
  const clock = record.clocks.find((one) => one.metric === metric && one.tier === null)
  const elapsedSeconds = clock && (clock.stoppedAt === null ? untilUndoneStop(record, clock) : clock.elapsedSeconds)
  return clock && elapsedSeconds !== undefined && elapsedSeconds !== null
    ? { elapsedSeconds, breached: clock.breached }
    : null
}

/** A clock that goes on after a reopening: what it had used at the resolve that was undone. It counts around the clock. */
function untilUndoneStop({ earlierRepairs }: TicketRecord, clock: ClockRecord): number | undefined {
  const undone = earlierRepairs.at(-1)
  if (clock.metric !== 'resolution' || undone === undefined) return undefined
  const stopped = fromIso(undone.resolution.at)
  return clock.pauses
    .map(({ from, to }) => [fromIso(from), fromIso(to)] as const)
    .filter(([from]) => from < stopped)
    .reduce((used, [from, to]) => used - (to - from), stopped - fromIso(clock.startedAt))
}
