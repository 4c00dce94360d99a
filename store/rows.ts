import type { BusinessCalendar } from '../domain/time/business-calendar.ts'
import type { Actor } from '../domain/people/actors.ts'
import type { Hours } from '../domain/people/channels.ts'
import type { Handover } from '../domain/people/handover.ts'
import type { Role } from '../domain/people/roles.ts'
import type { Substitution } from '../domain/people/rota.ts'
import type { Tier } from '../domain/people/tiers.ts'
import type { Policy } from '../domain/promises/policy.ts'
import type { Alarm } from '../domain/ticket/alarm.ts'
import type { TicketEvent } from '../domain/ticket/events.ts'
import type { Notice } from '../domain/ticket/notices.ts'
import type { TicketRecord } from '../domain/ticket/record.ts'
import type { PeriodOfDates, PhaseFrom } from '../domain/promises/subject.ts'
import type { PauseRule, Terms } from '../domain/ticket/state.ts'
import { fromIso } from '../domain/time/instant.ts'
import type { Stretch } from '../domain/time/working-time.ts'
import { type Contract, Prisma, type TicketEvent as EventRow, type User } from '../prisma/client/client.ts'

/**
 * What the columns of type JSON hold. All of it was written by ourselves, from the domain's own types, so it is cast
 * here, once, and nowhere else.
 */
type Json = Prisma.JsonValue

function as<T>(json: Json): T {
  return json as unknown as T
}

/** For writing: what comes from the domain is plain JSON already; Prisma's type wants an index signature. */
export function json(value: object): Prisma.InputJsonObject {
  return value as Prisma.InputJsonObject
}

/** The same where there may be nothing; Prisma tells the two kinds of it apart. */
export function jsonOrNull(value: object | null) {
  return value === null ? Prisma.DbNull : json(value)
}

/** The record, and since when the database refuses what comes next, if it does. */
export type TicketRow = TicketRecord & { stuckSince?: string }

/** What a row has none of that was written before there was such a thing. */
const ofBefore = {
  attachments: [],
  visits: [],
  proposal: null,
  quoting: null,
  remote: null,
  parts: [],
  repeatOf: null,
  alarms: [],
  links: [],
  watchers: [],
  parties: [],
  steps: [],
  complainedOf: [],
} satisfies Partial<TicketRecord>

export function ticketRecordIn({ record, stuckSince }: { record: Json; stuckSince?: Date | null }): TicketRow {
  const row = { ...ofBefore, ...as<Partial<TicketRecord>>(record) } as TicketRecord
  return stuckSince ? { ...row, stuckSince: stuckSince.toISOString() } : row
}

/** What a ticket's row has noted of its alarms; one of before there were any has none. */
export function alarmsIn({ noted }: { noted: Json }): Alarm[] {
  const rows = as<TicketRecord['alarms'] | null>(noted) ?? []
  return rows.map(({ firstAt, lastAt, clearedAt, ...alarm }) => ({
    ...{ ...alarm, firstAt: fromIso(firstAt), lastAt: fromIso(lastAt) },
    ...(clearedAt && { clearedAt: fromIso(clearedAt) }),
  }))
}

export type EventColumns = Pick<EventRow, 'version' | 'type' | 'at' | 'actor' | 'data' | 'clocks'>

/** An event as it was recorded; its instants are seconds again. */
export function eventIn({ version, type, at, actor, data, clocks }: EventColumns): TicketEvent {
  return as({ version, type, at: at.getTime() / 1000, actor, data, clocks })
}

export function noticeIn({ notice }: { notice: Json }): Notice {
  return as(notice)
}

/** One of our staff, as who acts. */
export function actorIn({ id, name, role, tier }: Pick<User, 'id' | 'name' | 'role' | 'tier'>): Actor {
  return { id, role: role as Role, name, ...(tier && { tier: tier as Tier }) }
}

export function hoursIn({ hours }: { hours: Json }): Hours {
  return as(hours)
}

export function substitutionsIn({ substitutions }: { substitutions: Json }): Substitution[] {
  return as(substitutions)
}

export function handoverIn({ handover }: { handover: Json }): Handover | null {
  return as(handover)
}

export function calendarIn({ definition }: { definition: Json }): BusinessCalendar {
  return as(definition)
}

export function policyIn({ id, version, definition }: { id: string; version: number; definition: Json }): Policy {
  return { id, version, ...as<Omit<Policy, 'id' | 'version'>>(definition) }
}

export function pauseRulesIn({ pauseRules }: Pick<Contract, 'pauseRules'>): PauseRule[] {
  return as(pauseRules)
}

/** What a contract names by dates. */
export function datesIn({ phases, importantPeriods }: Pick<Contract, 'phases' | 'importantPeriods'>): {
  phases: PhaseFrom[]
  importantPeriods: PeriodOfDates[]
} {
  return { phases: as(phases), importantPeriods: as(importantPeriods) }
}

/** What a contract counts beside its policy. */
export function grantsIn({
  deemedAcceptance,
  followUp,
}: Pick<Contract, 'deemedAcceptance' | 'followUp'>): Pick<Terms, 'deemedAcceptance' | 'followUp'> {
  return {
    ...(deemedAcceptance !== null && { deemedAcceptance: as<Stretch>(deemedAcceptance) }),
    ...(followUp !== null && { followUp: as<Stretch>(followUp) }),
  }
}

/** A column without a time of day, as YYYY-MM-DD. */
export function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}
