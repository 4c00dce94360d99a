import type { Language } from '../../domain/people/languages.ts'
import { isTheirs } from '../../domain/promises/metrics.ts'
import type { ClockRecord, TicketRecord } from '../../domain/ticket/record.ts'
import { momentIn } from '../local-time.ts'
import { lineOf } from '../story.ts'
import { promiseNamed, sizeIn, term } from '../wording.ts'
import { cutText } from '../bounds.ts'
import { type Block, facts, note, type Section } from './blocks.ts'
import type { Telling } from './telling.ts'
import { say } from './words.ts'

/** Whom a document is written for. */
export interface DocumentReader {
  language: Language
  /** IANA */
  timeZone: string
}

/** What customers may know of a ticket, as it stood. */
export interface Known extends DocumentReader {
  record: TicketRecord
  steps: Telling['steps']
  leftOut: number
}

/** A ticket may have one for each message of the customer. */
const mostPromises = 40
/** Of what somebody wrote on the way; what is signed stands whole. */
const charactersOfStep = 2000

/** What was promised, and what became of it. What the desk sets itself, and what the customer owes, is no promise. */
export function promisesSection(known: Known): Section {
  const { language, record } = known
  const all = record.clocks.filter(({ metric }) => !isTheirs(metric))
  const shown = all.slice(-mostPromises)
  const heads = ['promise', 'within', 'due', 'done', 'verdict'].map((key) => say(language, key))
  const table: Block = {
    is: 'table',
    widths: ['1.5fr', '1fr', '1.3fr', '1.3fr', '1.1fr'],
    heads,
    rows: shown.map((clock) => promiseRow(clock, known)),
  }
  const more = all.length - shown.length
  const blocks = all.length === 0 ? [note(say(language, 'noPromises'))] : [table]
  if (more > 0) blocks.push(note(say(language, 'morePromises', { count: more })))
  return { title: say(language, 'promises'), blocks }
}

/** In the cells of a table. */
function momentsIn({ language, timeZone }: Pick<Known, 'language' | 'timeZone'>) {
  return (iso: string | null) => (iso === null ? '—' : momentIn(language, timeZone, iso))
}

function promiseRow(clock: ClockRecord, { language, timeZone }: Known): string[] {
  const { target, dueAt, breach, stoppedAt, stoppedBecause } = clock
  const at = momentsIn({ language, timeZone })
  // Who promises to call back names an instant, and no stretch of time.
  const within = target.unit === 'seconds' ? '—' : `${target.amount} ${term(language, 'unit', target.unit)}`
  const done = stoppedBecause === 'met' ? stoppedAt : null
  return [promiseNamed(language, clock), within, at(breach?.at ?? dueAt), at(done), say(language, verdictOn(clock))]
}

function verdictOn({ state }: ClockRecord): string {
  switch (state) {
    case 'met':
      return 'kept'
    case 'breached':
      return 'missed'
    case 'paused':
      return 'onHold'
    case 'stopped':
      return 'void'
    case 'running':
    case 'lapsed':
      return 'open'
  }
}

/** R4.1: who came, when, and what it came to. */
export function visitsSection({ language, timeZone, record }: Known): Section[] {
  const visits = record.visits.filter(({ departedAt, arrivedAt, report }) => departedAt || arrivedAt || report)
  if (visits.length === 0) return []
  const at = momentsIn({ language, timeZone })
  const table: Block = {
    is: 'table',
    widths: ['auto', '1.2fr', '1.3fr', '1.3fr', '1.3fr', '1fr'],
    heads: ['visit', 'engineer', 'departed', 'arrived', 'left', 'outcome'].map((key) => say(language, key)),
    rows: visits.map(({ n, engineer, departedAt, arrivedAt, endedAt, status }) => [
      ...[String(n), engineer.name, at(departedAt), at(arrivedAt), at(endedAt)],
      term(language, 'visitStatus', status),
    ]),
  }
  const told = visits.flatMap(({ n, report, reason }): [string, string | undefined][] => {
    if (report === null) return [[say(language, 'visitReason', { n }), reason ?? undefined]]
    const { how, name } = report.confirmation
    return [
      [say(language, 'visitDone', { n }), report.done],
      [say(language, 'visitMaterial', { n }), materialOf(report.material, language)],
      [say(language, 'visitConfirmed', { n }), [term(language, 'confirmation', how), name].filter(Boolean).join(' · ')],
    ]
  })
  const earlier = (record.visits[0]?.n ?? 1) > 1 ? [note(say(language, 'moreVisits'))] : []
  return [{ title: say(language, 'visits'), blocks: [table, facts(...told), ...earlier] }]
}

const colons = { 'zh-CN': '：', en: ': ' }
const commas = { 'zh-CN': '、', en: ', ' }
type Material = NonNullable<TicketRecord['visits'][number]['report']>['material']

function materialOf(material: Material, language: Language): string {
  return material
    .map(({ move, what, quantity }) => `${term(language, 'material', move)}${colons[language]}${what} × ${quantity}`)
    .join('\n')
}

/** R1.11 */
export function filesSection({ language, timeZone, record: { attachments } }: Known): Section[] {
  if (attachments.length === 0) return []
  const rows = attachments.map(({ name, size, by, at, sha256 }, i): [string, string] => {
    const about = [sizeIn(language, size), by.name, momentIn(language, timeZone, at)].join(' · ')
    return [say(language, 'file', { n: i + 1 }), `${name}\n${about}\n${say(language, 'hash')} ${sha256}`]
  })
  return [{ title: say(language, 'files'), blocks: [facts(...rows)] }]
}

/** SLA 12: what was done before, and why that was not enough. */
export function earlierSection({ language, timeZone, record: { earlierRepairs } }: Known): Section[] {
  if (earlierRepairs.length === 0) return []
  const blocks = earlierRepairs.map(({ cycle, resolution, undone }) => {
    const how = [term(language, 'undone', undone.how), undone.by.name, momentIn(language, timeZone, undone.at)]
    return facts(
      [say(language, 'earlierRepair', { n: cycle }), momentIn(language, timeZone, resolution.at)],
      [say(language, 'cause'), resolution.cause],
      [say(language, 'fix'), resolution.fix],
      [say(language, 'undone'), how.join(' · ')],
      [say(language, 'undoneBecause'), undone.reason],
    )
  })
  return [{ title: say(language, 'earlier'), blocks }]
}

/** R1.5: step by step, who said and did what. What is told elsewhere in whole is named here and not repeated. */
export function processSection({ language, timeZone, steps, leftOut }: Known): Section {
  const lines = steps.map((event) => {
    const { at, type, by, facts: details, words } = lineOf(event, false)
    const named = details.map((fact) => ('group' in fact ? term(language, fact.group, fact.key) : fact.plain))
    const told = type === 'opened' || type === 'resolved' || words === null
    return {
      ...{ at: momentIn(language, timeZone, at), by, what: [term(language, 'event', type), ...named].join(' · ') },
      words: told ? '' : cutText(words, charactersOfStep, language),
    }
  })
  const blocks: Block[] = leftOut > 0 ? [note(say(language, 'moreSteps', { count: leftOut }))] : []
  return { title: say(language, 'process'), blocks: [...blocks, { is: 'steps', steps: lines }] }
}

/** What is still to be done when it was accepted; a customer who files it must not have to look for that. */
export function openSection(known: Known): Section {
  const { language, timeZone, record } = known
  const open = record.clocks.filter(({ state, metric }) => !isTheirs(metric) && ['running', 'paused'].includes(state))
  const promises = open.map((clock) => {
    const promise = promiseNamed(language, clock)
    if (clock.dueAt === null) return say(language, 'openPromiseOnHold', { promise })
    return say(language, 'openPromise', { promise, due: momentIn(language, timeZone, clock.dueAt) })
  })
  const points = [...promises, ...awayOf(known)]
  const blocks = points.length > 0 ? points.map(note) : [note(say(language, 'nothingOpen'))]
  return { title: say(language, 'openPoints'), blocks }
}

/** R4.3: what was taken away and is not back; of visits from before that was followed, all that their reports say. */
function awayOf({ language, record }: Known): string[] {
  const taken = record.parts.filter(({ kind }) => kind === 'takenAway')
  const named = (all: readonly { what: string; quantity: number }[]) =>
    all.map(({ what, quantity }) => `${what} × ${quantity}`).join(commas[language])
  const away = taken
    .filter((part) => part.away)
    .map((part) => {
      const what = named([part])
      return part.visit === null
        ? say(language, 'openTakenAway', { what })
        : say(language, 'openMaterial', { n: part.visit, what })
    })
  const unfollowed = record.visits.flatMap(({ n, report }) => {
    const removed = report?.material.filter(({ move }) => move === 'removed') ?? []
    const isFollowed = taken.some(({ visit }) => visit === n)
    return removed.length === 0 || isFollowed ? [] : say(language, 'openMaterial', { n, what: named(removed) })
  })
  return [...away, ...unfollowed]
}
