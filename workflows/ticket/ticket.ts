import type { UpdateDefinition } from '@temporalio/common'
import { condition, continueAsNew, log, setCurrentDetails, setHandler, sleep, workflowInfo } from '@temporalio/workflow'
import { theClock } from '../../domain/people/actors.ts'
import { endsAt, isOver } from '../../domain/ticket/afterlife.ts'
import { booksTime, notBooked } from '../../domain/ticket/verbs/booking.ts'
import { type Verb, verbs } from '../../domain/ticket/verbs/rules.ts'
import { nextDeadline } from '../../domain/ticket/deadlines.ts'
import { horizonEndsAt, horizonNeed, uncountedClocks } from '../../domain/ticket/horizon.ts'
import { stepSummaryOf, stuckDetailsOf } from '../../domain/ticket/minutes.ts'
import { ticketRecordOf } from '../../domain/ticket/record.ts'
import { busy } from '../../domain/ticket/refusal.ts'
import { standingOf } from '../../domain/ticket/standing.ts'
import { type Instant, toIso } from '../../domain/time/instant.ts'
import { now, Presence } from '../engine/presence.ts'
import {
  type Acknowledged,
  alarmUpdate,
  type Command,
  linkedUpdate,
  openUpdate,
  progressQuery,
  type TicketInput,
  undeliveredUpdate,
  updates,
} from '../messages/ticket.ts'
import { records } from './activities.ts'
import { refusal, TicketDesk } from './desk.ts'
import { showWhereItStands } from './display.ts'

/**
 * A ticket's whole life. People's verbs arrive as updates and are decided at once; this loop alone acts on the world:
 * it records what was decided with what is to be told of it, and waits on one timer for the earliest deadline of all clocks.
 */
export async function ticket(input: TicketInput): Promise<void> {
  const presence = new Presence()
  const desk = TicketDesk.takeUp(input, now())
  const hasWork = () => desk.queue.length > 0 || desk.bookings.length > 0
  const alarmed = new Set<string>()
  listen(desk, presence)
  for (;;) {
    desk.catchUp(now())
    await extendHorizon(desk, alarmed)
    await recordQueue(desk)
    await recordBooking(desk)
    showWhereItStands(desk.state)
    if (isOver(standingOf(desk.state), now()) && (await presence.atRest(hasWork))) return
    if (workflowInfo().continueAsNewSuggested && (await presence.atRest(hasWork))) {
      await continueAsNew<typeof ticket>({ carried: desk.carry() })
    }
    await somethingToDo(desk, hasWork)
  }
}

function listen(desk: TicketDesk, presence: Presence): void {
  const heed = <V extends Verb>(verb: V) => {
    const update: UpdateDefinition<Acknowledged, [Command<V>]> = updates[verb]
    setHandler(
      update,
      async (command: Command<V>) => {
        const updateId = presence.updateArrived()
        if (booksTime(verb)) return { version: await desk.book(updateId, verb, command) }
        while (desk.isBooking) await condition(() => !desk.isBooking)
        const version = desk.act(updateId, verb, command, now())
        await condition(() => desk.recorded >= version)
        return { version }
      },
      {
        validator(command: Command<V>) {
          const updateId = presence.updateId()
          if (desk.hasAnswered(updateId)) return
          if (presence.mustTurn) throw refusal(busy('This ticket is being made ready for more.'))
          if (desk.stuck)
            throw refusal(busy('This ticket cannot be recorded now, and those who run the service know it.'))
          desk.check(verb, command, now())
        },
      },
    )
  }
  for (const verb of verbs) heed(verb)
  setHandler(openUpdate, async () => {
    presence.updateArrived()
    await condition(() => desk.recorded > 0)
    return { version: 1 }
  })
  const note = async (noted: () => number) => {
    presence.updateArrived()
    while (desk.isBooking) await condition(() => !desk.isBooking)
    const version = noted()
    await condition(() => desk.recorded >= version)
    return { version }
  }
  setHandler(undeliveredUpdate, (refused) => note(() => desk.noteUndelivered(refused, now())))
  setHandler(alarmUpdate, (said) => note(() => desk.noteAlarm(said, now())))
  setHandler(linkedUpdate, (tiding) => note(() => desk.noteTiding(tiding, now())))
  setHandler(progressQuery, () => ({ state: desk.state, recorded: desk.recorded }))
}

/**
 * Calendars are known for a horizon only; before it ends, or when a due lies past it, more of them is asked for. A promise
 * whose due nobody can count, which only a plan from before such were refused can make, is told to whoever runs this:
 * once, and whenever its calendars were asked in vain.
 */
async function extendHorizon(desk: TicketDesk, alarmed: Set<string>): Promise<void> {
  for (let need = horizonNeed(desk.state, now()); need; need = horizonNeed(desk.state, now())) {
    const coverage = await records.coverage(need)
    desk.note([{ type: 'coverageExtended', data: { coverage } }], theClock, now())
    alarmed.clear()
  }
  const { id: ticketId, terms } = desk.state
  for (const { id, revision } of uncountedClocks(desk.state)) {
    const promise = `${id} ${revision}`
    if (alarmed.has(promise)) continue
    alarmed.add(promise)
    log.error('A promise has no due that can be counted. Retarget its ticket to a policy that can be kept.', {
      ticketId,
      clockId: id,
      policy: `${terms.policy.id}@${terms.policy.version}`,
    })
  }
}

/** What the database refuses holds the ticket until it is mended: it is tried again, ever more slowly, and shown. */
async function recordQueue(desk: TicketDesk): Promise<void> {
  for (let minutes = 1; desk.queue.length > 0; ) {
    const [events, notices] = [[...desk.queue], desk.notices]
    const transition = { events, notices, record: ticketRecordOf(desk.state), fence: Date.now() }
    const summary = stepSummaryOf(events)
    const answer = await records.commitTransition.executeWithOptions({ summary }, [transition])
    desk.stuck = answer && 'because' in answer ? answer : undefined
    if (desk.stuck === undefined) desk.settle(events)
    else {
      setCurrentDetails(stuckDetailsOf(desk.state, desk.stuck.because))
      await sleep(minutes * 60_000, { summary: `Tries again to record ${summary}` })
      minutes = Math.min(10, 2 * minutes)
    }
  }
}

/**
 * One act that needs somebody's time: the statement that records it books that, or is refused, so that nobody is booked for
 * what is not recorded. Until then the ticket is as it was.
 */
async function recordBooking(desk: TicketDesk): Promise<void> {
  const booking = desk.bookings.shift()
  if (booking === undefined) return
  desk.isBooking = true
  try {
    const tried = booking.weigh(now())
    const { events, notices, state } = tried
    const transition = { events, notices, record: ticketRecordOf(state), fence: Date.now(), books: true as const }
    const summary = `Books: ${stepSummaryOf(events)}`
    const answer = await records.commitTransition.executeWithOptions({ summary }, [transition])
    if (answer !== undefined) throw refusal(notBooked(answer))
    desk.takeRecorded(tried)
    booking.taken.resolve(state.version)
  } catch (error) {
    booking.taken.reject(error)
  } finally {
    desk.isBooking = false
  }
}

async function somethingToDo(desk: TicketDesk, hasWork: () => boolean): Promise<void> {
  const wake = nextWake(desk)
  if (wake === undefined) return condition(hasWork)
  const milliseconds = Math.max(1, wake.at * 1000 - Date.now())
  await condition(hasWork, milliseconds, { summary: `${wake.why} at ${toIso(wake.at)}` })
}

function nextWake(desk: TicketDesk): { at: Instant; why: string } | undefined {
  const deadline = nextDeadline(desk.state)
  const end = endsAt(standingOf(desk.state))
  const wakes = [
    deadline && {
      at: deadline.at,
      why: deadline.kind === 'threshold' ? `${deadline.clock.id} ${deadline.threshold.percent} %` : deadline.kind,
    },
    { at: horizonEndsAt(desk.state), why: 'calendar horizon' },
    {
      at: end,
      why: desk.state.status.name === 'cancelled' ? 'undoing ends' : 'reopening and rating end',
    },
  ].filter((wake): wake is { at: Instant; why: string } => wake?.at !== undefined)
  return wakes.sort((a, b) => a.at - b.at)[0]
}
