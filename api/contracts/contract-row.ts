import { isStaff } from '../../domain/people/actors.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import type { PauseRule, Terms } from '../../domain/ticket/state.ts'
import { type Contract, Prisma, type PrismaClient } from '../../prisma/client/client.ts'
import { dateOf, datesIn, grantsIn, json, pauseRulesIn } from '../../store/rows.ts'
import type { Corrected } from '../shared/changes.ts'
import { keptOf } from '../shared/retirement.ts'

type Dates = ReturnType<typeof datesIn>
type Own = Required<Pick<Terms, 'deemedAcceptance' | 'followUp'>>

/** A contract's row whose JSON is read, and the newest version of its policy when it is not on that (SLA 18). */
export type ContractRow = Omit<Contract, 'pauseRules' | keyof Dates | keyof Own> & {
  pauseRules: PauseRule[]
  newerPolicyVersion: number | null
} & Dates & { [Field in keyof Own]: Own[Field] | null }

/** A page of them, or one. */
export async function contractsIn(database: PrismaClient, rows: readonly Contract[]): Promise<ContractRow[]> {
  const id = { in: [...new Set(rows.map(({ policyId }) => policyId))] }
  const newest = await database.policy.groupBy({ by: ['id'], where: { id }, _max: { version: true } })
  const versions = new Map(newest.map(({ id, _max }) => [id, _max.version ?? 0]))
  return rows.map((row) => {
    const version = versions.get(row.policyId) ?? 0
    const newerPolicyVersion = version > row.policyVersion ? version : null
    const own = { deemedAcceptance: null, followUp: null, ...grantsIn(row) }
    return { ...row, pauseRules: pauseRulesIn(row), ...datesIn(row), ...own, newerPolicyVersion }
  })
}

async function find(database: PrismaClient, id: string): Promise<ContractRow | null> {
  const row = await database.contract.findUnique({ where: { id } })
  const [found] = row ? await contractsIn(database, [row]) : []
  return found ?? null
}

/** What was agreed, as it is written down when it changes. */
function shown({ createdAt, startsOn, endsOn, ...row }: ContractRow) {
  const { id, customerId, name, policyId, policyVersion, acceptorId, reopenWindowDays, pauseRules } = row
  const { phases, importantPeriods, deemedAcceptance, followUp } = row
  return {
    id,
    customerId,
    name,
    startsOn: dateOf(startsOn),
    endsOn: dateOf(endsOn),
    policyId,
    policyVersion,
    acceptorId,
    reopenWindowDays,
    pauseRules,
    phases,
    importantPeriods,
    deemedAcceptance,
    followUp,
    ...keptOf(row),
    createdAt: createdAt.toISOString(),
  }
}

/** SLA 20: how the desk follows up is no promise to a customer, and the version it is on is all that is promised. */
export function shownTo(row: ContractRow, user: SignedIn) {
  const { followUp, ...terms } = shown(row)
  return isStaff(user) ? { ...terms, followUp, newerPolicyVersion: row.newerPolicyVersion } : terms
}

/** For writing. */
export function columnsOf<T extends Pick<ContractRow, 'pauseRules' | keyof Dates | keyof Own>>(terms: T) {
  const { pauseRules, phases, importantPeriods, deemedAcceptance, followUp, ...columns } = terms
  const stored = (value: object | null) => (value === null ? Prisma.DbNull : json(value))
  const own = { deemedAcceptance: stored(deemedAcceptance), followUp: stored(followUp) }
  const dates = { phases: json(phases), importantPeriods: json(importantPeriods) }
  return { ...columns, ...own, ...dates, pauseRules: json(pauseRules) }
}

export const corrected: Corrected<ContractRow> = {
  thing: 'contract',
  shown,
  find,
  write: (database, { id, revision }, { id: _id, createdAt: _at, newerPolicyVersion: _newer, ...after }) => {
    return [database.contract.update({ where: { id, revision }, data: columnsOf(after) })]
  },
}
