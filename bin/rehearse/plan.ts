import { isDowngrade, type Priority } from '../../domain/promises/subject.ts'
import type { Finding, Incident, Row } from './log.ts'
import type { State } from './log-fields.ts'

/** One command to the desk. */
export type Act =
  | { do: 'respond' | 'resume' | 'resolve' | 'reopen' | 'signOff' }
  | { do: 'pause'; reason: 'customer' | 'supplier' }
  | { do: 'triage'; priority: Priority; lower: boolean }
  | { do: 'assign' | 'handOver'; engineerId: string }
  /** What is reopened goes to a higher tier; a log knows of none, so that it goes back to whoever had it. */
  | { do: 'handDown'; engineerId?: string }

/** What a row of the log demands. */
export interface Step {
  line: number
  /** Seconds after the opening, by the log. */
  after: number
  acts: Act[]
}

export interface Plan {
  priority: Priority
  steps: Step[]
  findings: Finding[]
}

const waits: Partial<Record<State, 'customer' | 'supplier'>> = {
  'Awaiting User Info': 'customer',
  'Awaiting Vendor': 'supplier',
}

/** Where the desk's ticket stands while the plan is made. */
interface Standing {
  responded: boolean
  resolved: boolean
  closed: boolean
  waitsFor?: 'customer' | 'supplier'
  priority: Priority
  engineerId?: string
  /** What was last asked of a ticket that could no longer do it. */
  inVain?: string
}

/** Turns an incident's rows into what is asked of the desk. Each name of the log is always the same one of the engineers. */
export function planOf(incident: Incident, engineerIds: readonly string[]): Plan {
  const priority = incident.rows[0]?.priority ?? 'normal'
  const now: Standing = { responded: false, resolved: false, closed: false, priority }
  const steps: Step[] = []
  const findings: Finding[] = []
  for (const row of incident.rows) {
    const refuse = (reason: string) =>
      findings.push({ incident: incident.number, line: row.line, reason, refused: true })
    if (now.closed) {
      refuse(`${row.state} after Closed; left out`)
    } else {
      steps.push({ line: row.line, after: row.at - incident.openedAt, acts: actsOf(row, now, engineerIds, refuse) })
    }
  }
  return { priority, steps: steps.filter(({ acts }, place) => acts.length > 0 || place === steps.length - 1), findings }
}

function actsOf(row: Row, now: Standing, engineerIds: readonly string[], refuse: (reason: string) => void): Act[] {
  const acts: Act[] = []
  const done = row.state === 'Resolved' || row.state === 'Closed'
  const waitsFor = waits[row.state]
  if (now.resolved && !done) {
    acts.push({ do: 'reopen' }, { do: 'handDown', ...(now.engineerId && { engineerId: now.engineerId }) })
    now.resolved = false
  }
  if (!now.responded && row.state !== 'New') {
    acts.push({ do: 'respond' })
    now.responded = true
  }
  if (now.waitsFor && now.waitsFor !== waitsFor) {
    acts.push({ do: 'resume' })
    now.waitsFor = undefined
  }
  const changes = changesOf(row, now, engineerIds)
  if (now.resolved) leaveOut(changes, now, refuse)
  else acts.push(...applied(changes, now))
  if (waitsFor && now.waitsFor === undefined) {
    acts.push({ do: 'pause', reason: waitsFor })
    now.waitsFor = waitsFor
  }
  if (done && !now.resolved) {
    acts.push({ do: 'resolve' })
    now.resolved = true
  }
  if (row.state === 'Closed') {
    acts.push({ do: 'signOff' })
    now.closed = true
  }
  return acts
}

type Change = Extract<Act, { do: 'triage' | 'assign' | 'handOver' }>

function changesOf(row: Row, now: Standing, engineerIds: readonly string[]): Change[] {
  const changes: Change[] = []
  if (row.priority && row.priority !== now.priority) {
    changes.push({ do: 'triage', priority: row.priority, lower: isDowngrade(now.priority, row.priority) })
  }
  const engineerId = row.assignedTo === undefined ? undefined : engineerFor(row.assignedTo, engineerIds)
  if (engineerId && engineerId !== now.engineerId) {
    changes.push({ do: now.engineerId === undefined ? 'assign' : 'handOver', engineerId })
  }
  return changes
}

function applied(changes: Change[], now: Standing): Change[] {
  for (const change of changes) {
    if (change.do === 'triage') now.priority = change.priority
    else now.engineerId = change.engineerId
  }
  return changes
}

/** Later rows repeat what an earlier one wanted in vain: it is told once. */
function leaveOut(changes: Change[], now: Standing, refuse: (reason: string) => void): void {
  const wanted = JSON.stringify(changes)
  if (changes.length && wanted !== now.inVain) refuse(`${words(changes)} of a ticket that is resolved; left out`)
  now.inVain = wanted
}

function words(changes: readonly Change[]): string {
  return changes.map((change) => (change.do === 'triage' ? 'a new priority' : 'another assignee')).join(' and ')
}

/** The names of a log are not those of our engineers: a sum of the letters decides who plays whom. */
function engineerFor(name: string, engineerIds: readonly string[]): string | undefined {
  const sum = [...name].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 1_000_003, 7)
  return engineerIds[sum % engineerIds.length]
}
