import type { Api } from './api.ts'
import { CannotRehearse } from './cannot.ts'
import type { Targets } from './options.ts'

/** What the tickets of one rehearsal stand on. */
export interface Ground {
  contractId: string
  reporterId: string
  engineerIds: string[]
}

interface Made {
  id: string
}

/**
 * Makes a customer with its acceptor, engineers, policy and contract. The policy has no ladder, so that a log of years
 * does not become a storm of mail. `run` makes the keys those of this rehearsal alone.
 */
export async function prepare(api: Api, targets: Targets, run: string, today: Date): Promise<Ground> {
  const make = (what: string, body: object) => api.post<Made>(`/v1/${what}`, body, `${run}-${what}`)
  const name = `Rehearsal ${today.toISOString().slice(0, 16).replace('T', ' ')}`
  const customer = await make('customers', { name })
  const acceptor = await make('contacts', {
    customerId: customer.id,
    name: 'Rehearsal Acceptor',
    email: `acceptor-${run}@rehearsal.example`,
    language: 'en',
  })
  const engineerIds = await engineersOf(api)
  for (const userId of engineerIds) {
    await api.post('/v1/staff-bindings', { userId, customerId: customer.id }, `${run}-binding-${userId}`)
  }
  const policy = await make('policies', { name, rows: [promise('response', targets), promise('resolution', targets)] })
  const contract = await make('contracts', {
    customerId: customer.id,
    name,
    startsOn: dayOf(today, -1),
    endsOn: dayOf(today, 30),
    policyId: policy.id,
    acceptorId: acceptor.id,
    pauseRules: [
      { reason: 'customer', metrics: ['resolution'] },
      { reason: 'supplier', metrics: ['resolution'] },
    ],
  })
  return { contractId: contract.id, reporterId: acceptor.id, engineerIds }
}

async function engineersOf(api: Api): Promise<string[]> {
  const staff = await api.get<{ items: { id: string; role: string }[] }>('/v1/staff')
  const ids = staff.items.filter(({ role }) => role === 'engineer').map(({ id }) => id)
  if (ids.length === 0) throw new CannotRehearse('The desk has no engineer to whom a ticket could be assigned.')
  return ids.sort()
}

function promise(metric: keyof Targets, targets: Targets) {
  const target = { amount: targets[metric] / 60, unit: 'workingMinutes' }
  return { metric, target, calendar: 'always', anchor: 'opened', source: 'rehearsal' }
}

function dayOf(today: Date, years: number): string {
  const day = new Date(today)
  day.setUTCFullYear(day.getUTCFullYear() + years)
  return day.toISOString().slice(0, 10)
}
