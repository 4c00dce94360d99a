import type { Tier } from '../../domain/people/tiers.ts'
import { horizonDays, type Outlook, outlookAt, type Told } from '../../domain/people/rota-outlook.ts'
import type { Segment } from '../../domain/time/coverage.ts'
import { carriedBytes } from '../../domain/time/coverage-size.ts'
import { type Instant, latest, secondsPerDay, toDate, toIso } from '../../domain/time/instant.ts'
import type { Duty, PrismaClient } from '../../prisma/client/client.ts'
import { coverageBetween } from '../../store/coverage.ts'
import { goneAmong, requiredTime, shiftIn } from '../../store/rota.ts'
import { handoverIn } from '../../store/rows.ts'

interface Asked {
  dutyId: string
  /** The process's own time. */
  at: Instant
  told: Told
}

/** What the managers are to be told together; the same each time it is tried. */
export interface Tidings extends Pick<Outlook, 'gaps' | 'handovers'> {
  dutyId: string
  duty: string
  tier: Tier
  at: Instant
  /** In a line, for the engine's page. */
  says: string
}

export interface Look extends Pick<Outlook, 'told' | 'lookAt'> {
  tidings: Tidings | null
  says: string
}

/** A gap is told a working day before: of the longest holidays the last day before them must be known. */
const backDays = 20
/** Who comes after a shift that ended a day ago has been told of, or has not been there. */
const backSeconds = 2 * secondsPerDay

export function lookingAtRotas({ database }: { database: PrismaClient }) {
  return {
    /** What is to be told of a duty's rota now, and when to look again; notes both down for the watch. */
    async lookAtRota({ dutyId, at, told }: Asked): Promise<Look | 'retired'> {
      const duty = await database.duty.findUniqueOrThrow({ where: { id: dutyId } })
      if (duty.retiredAt !== null) {
        await note(duty, null)
        return 'retired'
      }
      const outlook = outlookAt(at, await knownOf(duty, at), told)
      await note(duty, outlook.lookAt)
      const { gaps, handovers } = outlook
      const about = { dutyId, duty: duty.name, tier: duty.tier as Tier, at, gaps, handovers }
      const isNews = gaps.length + handovers.length > 0
      return {
        tidings: isNews ? { ...about, says: newsOf(outlook) } : null,
        ...{ told: outlook.told, lookAt: outlook.lookAt, says: `${duty.name}: ${standingOf(outlook.told)}` },
      }
    },
  }

  /** What is changed after the row was read is not seen yet. */
  async function note({ id, changes }: Duty, lookAt: Instant | null): Promise<void> {
    const data = { seen: changes, lookAt: lookAt === null ? null : toDate(lookAt) }
    await database.duty.update({ where: { id }, data })
  }

  async function knownOf(duty: Duty, at: Instant) {
    const until = at + horizonDays * secondsPerDay
    const [rows, required, workingDays] = await Promise.all([
      database.shift.findMany({
        where: {
          ...{ dutyId: duty.id, retiredAt: null },
          ...{ from: { lt: toDate(until) }, until: { gt: toDate(at - backSeconds) } },
        },
      }),
      requiredTime(database, duty, [at, until]),
      daysOf(duty.workingDays, at, until),
    ])
    const shifts = rows.map((row) => ({ ...shiftIn(row), handover: handoverIn(row) }))
    return { shifts, required, atLeast: duty.atLeast, gone: await goneAmong(database, shifts), workingDays }
  }

  async function daysOf(calendar: string, at: Instant, until: Instant): Promise<readonly Segment[] | 'always'> {
    if (calendar === 'always') return 'always'
    // Whole days, so that what was reckoned is used again.
    const from = Math.floor(at / secondsPerDay - backDays) * secondsPerDay
    const between = { from, until, mostBytes: carriedBytes }
    return (await coverageBetween(database, [calendar], between))[calendar]?.segments ?? []
  }
}

function newsOf({ gaps, handovers }: Outlook): string {
  const [gap] = gaps
  const more = gaps.length > 1 ? ` and ${gaps.length - 1} more` : ''
  return [
    ...(gap ? [`Tells the managers of a gap ${spanOf(gap)}${more}`] : []),
    ...(handovers.length > 0 ? [`Tells the managers of ${handovers.length} handover(s) that nobody confirmed`] : []),
  ].join('. ')
}

function standingOf({ gaps }: Told): string {
  if (gaps.length === 0) return 'no gap that anybody must know of now'
  return `the managers know of ${gaps.slice(0, 5).map(spanOf).join('; ')}${gaps.length > 5 ? ' and others' : ''}`
}

function spanOf([from, until]: readonly [Instant, Instant]): string {
  return until === latest ? `from ${toIso(from)} on` : `from ${toIso(from)} to ${toIso(until)}`
}
