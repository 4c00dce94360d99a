import { randomUUID } from 'node:crypto'
import { type Role, roles } from '../../../domain/people/roles.ts'
import { opening } from '../../../domain/ticket/verbs/open.ts'
import { rules, type Verb } from '../../../domain/ticket/verbs/rules.ts'
import { peoplesPassword } from '../desk/customers.ts'
import type { ServiceDesk } from '../desk/service-desk.ts'
import { repair, report, vendor, words } from '../desk/words.ts'
import { acceptorOf, type Side, type Stage, ticketOf } from './stages.ts'

interface Asking {
  desk: ServiceDesk
  role: Role
  side: Side
}

/** What a route must answer to whom; said here once more, apart from the routes themselves. */
export interface RouteCase {
  who: readonly Role[] | 'anyone'
  /** What whoever may is answered. */
  done: number
  /** For whom it makes no difference whose it is, since it is nobody's in particular; none when absent. */
  common?: readonly Role[]
  /** What is asked for: the path's ids, the body, and as whom when not by the role's own token. */
  ask?(asking: Asking): Promise<{ id?: string; body?: object; as?: string; ifMatch?: string }>
}

const everyone = roles
const staff: Role[] = ['agent', 'engineer', 'senior', 'manager', 'admin']
const deskStaff: Role[] = ['agent', 'manager', 'admin']
const managers: Role[] = ['manager', 'admin']

const list: RouteCase = { who: everyone, done: 200, common: roles }
const one = (prefix: string): RouteCase => ({
  who: everyone,
  done: 200,
  ask: async ({ side }) => ({ id: `${prefix}_${side}` }),
})
const office = { timeZone: 'Asia/Shanghai', week: { monday: [['09:00', '17:00']] } }
const promise = { metric: 'resolution', target: { amount: 1, unit: 'workingHours' }, calendar: 'always' }
const policy = { name: 'Plan', rows: [{ ...promise, anchor: 'opened', source: 'R2.1' }] }

const preview = { calendar: 'always', target: promise.target, startedAt: '2026-01-01T00:00Z', at: '2026-01-01T00:30Z' }

function contractOf(side: Side) {
  return {
    ...{ customerId: `cus_${side}`, name: 'New', startsOn: '2026-01-01', endsOn: '2026-12-31' },
    ...{ policyId: `pol_${side}`, acceptorId: acceptorOf[side] },
  }
}

interface Made {
  id: string
  revision: number
}

async function made(desk: ServiceDesk, noun: string, body: object): Promise<Made> {
  const { body: thing, status } = await desk.post<Made>(`/v1/${noun}`, body, { as: 'admin' })
  if (status !== 201) throw new Error(`${noun}: ${status} ${JSON.stringify(thing)}`)
  return thing
}

async function withTag(thing: Promise<Made>) {
  const { id, revision } = await thing
  return { id, ifMatch: `"${revision}"` }
}

function accountOf() {
  return { name: 'New', email: `${randomUUID()}@people.example`, role: 'agent' }
}

const account: RouteCase = {
  ...{ who: managers, done: 200, common: roles },
  ask: ({ desk }) => withTag(made(desk, 'accounts', accountOf())),
}

const channel = { kind: 'webhook', name: 'Pager', url: 'https://pager.example/hook' }

/** Of the role's own; a customer has none. */
async function ownChannel(desk: ServiceDesk, role: Role): Promise<{ id: string }> {
  const data = {
    id: `chn_${randomUUID()}`,
    ...channel,
    userId: personOf[role],
    target: 'nobody',
    secret: `whsec_${'A'.repeat(44)}`,
  }
  await desk.database.notificationChannel.create({ data })
  return { id: data.id }
}

/** Change, retire, take back: of a thing of its own each. */
function corrections(
  noun: string,
  who: readonly Role[],
  body: object,
  make: (desk: ServiceDesk, side: Side) => Promise<Made>,
): Record<string, RouteCase> {
  const asked = (desk: ServiceDesk, side: Side) => withTag(make(desk, side))
  const plain: RouteCase = { who, done: 200, ask: ({ desk, side }) => asked(desk, side) }
  return {
    [`patch /v1/${noun}/{id}`]: { ...plain, ask: async ({ desk, side }) => ({ ...(await asked(desk, side)), body }) },
    [`post /v1/${noun}/{id}/retirement`]: plain,
    [`delete /v1/${noun}/{id}/retirement`]: plain,
  }
}

const workplace = { name: 'South', journeys: [{ customerId: 'cus_jiangzhou', minutes: 40 }] }
const wholeDay = [['00:00', '24:00']]
const duty = { name: 'Rota', tier: 'resident', timeZone: 'Asia/Shanghai' }
const ofSide = (side: Side) => ({ ...duty, customerId: `cus_${side}` })
const weekOf = (userId: string) => ({
  ...{ from: '2099-01-05', to: '2099-01-05', people: [{ userId, week: { monday: wholeDay } }] },
})

/** A shift of that person, on a duty of that side's, or of everybody's. */
async function shiftOf(desk: ServiceDesk, userId: string, side?: Side): Promise<Made & { dutyId: string }> {
  const { id } = await made(desk, 'duties', side ? ofSide(side) : duty)
  const { body } = await desk.post<{ items: Made[] }>(`/v1/duties/${id}/shifts`, weekOf(userId), { as: 'admin' })
  const [shift] = body.items
  if (!shift) throw new Error(`No shift was made: ${JSON.stringify(body)}`)
  return { ...shift, dutyId: id }
}

/** What is handed over to somebody, and that person's shift after it. */
async function handedTo(desk: ServiceDesk, userId: string) {
  const [leaver, writer] = userId === 'admin' ? ['manager', 'manager'] : ['admin', 'admin']
  const { id, dutyId } = await shiftOf(desk, leaver)
  const next = { from: '2099-01-06', to: '2099-01-06', people: [{ userId, week: { tuesday: wholeDay } }] }
  await desk.post(`/v1/duties/${dutyId}/shifts`, next, { as: 'admin' })
  const asked = { as: writer, headers: { 'if-match': '"1"' } }
  await desk.post(`/v1/shifts/${id}/handover`, { note: 'All quiet' }, asked)
  return { id, ifMatch: '"2"' }
}
const ours = (role: Role) => (role === 'customer' ? 'manager' : role)

const qualification = { userId: 'engineer', skill: 'network', certificate: 'N 1', validFrom: '2026-01-01' }

export const cases: Record<string, RouteCase> = {
  'post /v1/sessions': {
    who: 'anyone',
    done: 401,
    ask: async () => ({ body: { email: 'a@b.example', password: 'x' } }),
  },
  'delete /v1/sessions/current': {
    ...list,
    done: 204,
    ask: async ({ desk, role }) => ({ as: await desk.signIn(personOf[role]) }),
  },
  'get /v1/me': list,
  'post /v1/tokens': {
    ...list,
    done: 201,
    ask: async () => ({ body: { name: 'Key', password: peoplesPassword } }),
  },
  'get /v1/tokens': list,
  'delete /v1/tokens/{id}': {
    ...list,
    done: 204,
    ask: async ({ desk, role }) => ({ id: await desk.signIn(personOf[role]) }),
  },
  'post /v1/customers': { who: managers, done: 201, common: roles, ask: async () => ({ body: { name: 'New' } }) },
  ...corrections('customers', managers, { name: 'Newer' }, (desk) => made(desk, 'customers', { name: 'New' })),
  'get /v1/customers': list,
  'get /v1/customers/{id}': one('cus'),
  'post /v1/contacts': {
    who: deskStaff,
    done: 201,
    ask: async ({ side }) => ({
      body: { customerId: `cus_${side}`, name: 'New', email: 'new@people.example', language: 'en' },
    }),
  },
  ...corrections('contacts', deskStaff, { phone: '+86 10 5555 0100' }, (desk, side) =>
    made(desk, 'contacts', { customerId: `cus_${side}`, name: 'New', email: 'n@people.example', language: 'en' }),
  ),
  'get /v1/contacts': list,
  'get /v1/contacts/{id}': { ...one('con'), ask: async ({ side }) => ({ id: acceptorOf[side] }) },
  'post /v1/systems': {
    who: deskStaff,
    done: 201,
    ask: async ({ side }) => ({ body: { customerId: `cus_${side}`, name: 'New' } }),
  },
  ...corrections('systems', deskStaff, { name: 'Newer' }, (desk, side) =>
    made(desk, 'systems', { customerId: `cus_${side}`, name: 'New' }),
  ),
  'get /v1/systems': list,
  'get /v1/systems/{id}': one('sys'),
  'post /v1/calendars': {
    who: managers,
    done: 201,
    common: roles,
    ask: async () => ({ body: { name: 'New', ...office } }),
  },
  'post /v1/calendars/{id}/versions': {
    who: managers,
    done: 201,
    common: roles,
    ask: async () => ({ id: 'cal_mondays', body: { name: 'New', ...office } }),
  },
  ...corrections('calendars', managers, { name: 'Newer' }, (desk) =>
    made(desk, 'calendars', { name: 'New', ...office }),
  ),
  'get /v1/calendars': { ...list, who: staff },
  'get /v1/calendars/{id}': { ...list, who: staff, ask: async () => ({ id: 'cal_mondays' }) },
  'post /v1/policies': { who: managers, done: 201, common: roles, ask: async () => ({ body: policy }) },
  'post /v1/policies/{id}/versions': {
    who: managers,
    done: 201,
    ask: async ({ side }) => ({ id: `pol_${side}`, body: policy }),
  },
  ...corrections('policies', managers, { name: 'Newer' }, (desk) => made(desk, 'policies', policy)),
  'get /v1/policies': list,
  // A plan is not a customer's own, but they read only those that they have a contract on.
  'get /v1/policies/{id}': { ...one('pol'), common: staff },
  'post /v1/policies/{id}/rehearsals': {
    ...{ who: managers, done: 200 },
    ask: async ({ side }) => ({
      id: `pol_${side}`,
      body: {
        from: new Date(Date.now() - 3_600_000).toISOString(),
        to: '2100-01-01T00:00:00Z',
        draft: { rows: policy.rows },
      },
    }),
  },
  'post /v1/contracts': {
    who: managers,
    done: 201,
    ask: async ({ side }) => ({ body: contractOf(side) }),
  },
  ...corrections('contracts', managers, { name: 'Newer' }, (desk, side) => made(desk, 'contracts', contractOf(side))),
  'get /v1/contracts/{id}/policy-version': { ...one('ctr'), who: managers },
  'post /v1/contracts/{id}/policy-version': {
    who: managers,
    done: 200,
    ask: async ({ desk, side }) => ({
      ...(await withTag(made(desk, 'contracts', contractOf(side)))),
      body: { version: 1 },
    }),
  },
  'get /v1/contracts': list,
  'get /v1/contracts/{id}': one('ctr'),
  'get /v1/staff': { ...list, who: staff },
  'post /v1/staff-bindings': {
    who: managers,
    done: 201,
    ask: async ({ side }) => ({ body: { userId: 'manager', customerId: `cus_${side}` } }),
  },
  'delete /v1/staff-bindings/{userId}/{customerId}': {
    who: managers,
    done: 204,
    ask: async ({ side }) => ({ id: `headquarters/cus_${side}` }),
  },
  'post /v1/qualifications': { who: managers, done: 201, common: roles, ask: async () => ({ body: qualification }) },
  'get /v1/qualifications': { ...list, who: staff },
  'get /v1/qualifications/{id}': { ...list, who: staff, ask: async () => ({ id: 'qua_engineer' }) },
  ...corrections('qualifications', managers, { validUntil: '2030-01-01' }, (desk) =>
    made(desk, 'qualifications', qualification),
  ),
  'post /v1/offices': { who: managers, done: 201, common: roles, ask: async () => ({ body: workplace }) },
  'get /v1/offices': { ...list, who: staff },
  'get /v1/offices/{id}': {
    ...{ ...list, who: staff },
    ask: async ({ desk }) => ({ id: (await made(desk, 'offices', workplace)).id }),
  },
  ...corrections('offices', managers, { name: 'North' }, (desk) => made(desk, 'offices', workplace)),
  'post /v1/duties': { who: managers, done: 201, ask: async ({ side }) => ({ body: ofSide(side) }) },
  'get /v1/duties': { ...list, who: staff },
  'get /v1/duties/{id}': { who: staff, done: 200, ask: ({ desk, side }) => made(desk, 'duties', ofSide(side)) },
  'get /v1/duties/{id}/rota': { who: staff, done: 200, ask: ({ desk, side }) => made(desk, 'duties', ofSide(side)) },
  ...corrections('duties', managers, { atLeast: 2 }, (desk, side) => made(desk, 'duties', ofSide(side))),
  'post /v1/duties/{id}/shifts': {
    ...{ who: managers, done: 201 },
    ask: async ({ desk, side }) => ({ ...(await made(desk, 'duties', ofSide(side))), body: weekOf('manager') }),
  },
  'get /v1/shifts': { ...list, who: staff },
  'get /v1/shifts/{id}': { who: staff, done: 200, ask: ({ desk, side }) => shiftOf(desk, 'manager', side) },
  ...corrections('shifts', managers, { standbyId: 'admin' }, (desk, side) => shiftOf(desk, 'manager', side)),
  'post /v1/shifts/{id}/substitutions': {
    ...{ who: managers, done: 200 },
    ask: async ({ desk, side }) => ({
      ...(await withTag(shiftOf(desk, 'manager', side))),
      body: { userId: 'admin', reason: 'Ill' },
    }),
  },
  'delete /v1/shifts/{id}/substitutions/{n}': {
    ...{ who: managers, done: 200 },
    ask: async ({ desk, side }) => {
      const { id } = await shiftOf(desk, 'manager', side)
      const asked = { as: 'admin', headers: { 'if-match': '"1"' } }
      await desk.post(`/v1/shifts/${id}/substitutions`, { userId: 'admin', reason: 'Ill' }, asked)
      return { id: `${id}/1`, ifMatch: '"2"' }
    },
  },
  'post /v1/shifts/{id}/handover': {
    ...{ who: staff, done: 200, common: roles },
    ask: async ({ desk, role }) => ({ ...(await withTag(shiftOf(desk, ours(role)))), body: { note: 'All quiet' } }),
  },
  'post /v1/shifts/{id}/handover-confirmation': {
    ...{ who: staff, done: 200, common: roles },
    ask: ({ desk, role }) => handedTo(desk, ours(role)),
  },
  'get /v1/changes': { ...list, who: managers },
  'post /v1/sla-previews': { ...list, ask: async () => ({ body: preview }) },
  'get /healthz': { who: 'anyone', done: 200 },
  'get /readyz': { who: 'anyone', done: 200 },
  'get /sign-off/{token}': { who: 'anyone', done: 404 },
  'get /sign-off/{token}/document': { who: 'anyone', done: 404 },
  'post /sign-off/{token}': { who: 'anyone', done: 415 },
  'get /dispute/{token}': { who: 'anyone', done: 404 },
  'post /dispute/{token}': { who: 'anyone', done: 415 },
  'get /party/{token}': { who: 'anyone', done: 404 },
  'post /party/{token}': { who: 'anyone', done: 415 },
  'get /watching/{token}': { who: 'anyone', done: 404 },
  'post /watching/{token}': { who: 'anyone', done: 415 },
  'get /page/{token}': { who: 'anyone', done: 404 },
  'post /page/{token}': { who: 'anyone', done: 415 },

  'get /password/{token}': { who: 'anyone', done: 404 },
  'post /password/{token}': { who: 'anyone', done: 415 },

  'post /v1/notification-channels': {
    ...{ who: staff, done: 201, common: roles },
    ask: async () => ({ body: channel }),
  },
  'get /v1/notification-channels': { ...list, who: staff },
  'patch /v1/notification-channels/{id}': {
    ...{ who: staff, done: 200, common: roles },
    ask: async ({ desk, role }) => ({ ...(await ownChannel(desk, role)), body: { enabled: false }, ifMatch: '"1"' }),
  },
  'delete /v1/notification-channels/{id}': {
    ...{ who: staff, done: 204, common: roles },
    ask: ({ desk, role }) => ownChannel(desk, role),
  },
  'post /v1/notification-channels/{id}/trial': {
    ...{ who: staff, done: 201, common: roles },
    ask: ({ desk, role }) => ownChannel(desk, role),
  },

  'post /v1/accounts': {
    who: managers,
    done: 201,
    common: roles,
    ask: async () => ({ body: accountOf() }),
  },
  'get /v1/accounts': { ...list, who: managers },
  'get /v1/accounts/{id}': { ...list, who: managers, ask: async ({ desk }) => made(desk, 'accounts', accountOf()) },
  'patch /v1/accounts/{id}': {
    ...account,
    ask: async ({ desk }) => ({ ...(await withTag(made(desk, 'accounts', accountOf()))), body: { name: 'Newer' } }),
  },
  'post /v1/accounts/{id}/disabling': account,
  'delete /v1/accounts/{id}/disabling': account,
  'post /v1/accounts/{id}/password-links': { ...account, done: 201 },

  'post /v1/tickets': {
    who: opening.who,
    done: 201,
    ask: async ({ side, role }) => ({
      body: { contractId: `ctr_${side}`, ...words, ...(role !== 'customer' && { reporterId: acceptorOf[side] }) },
    }),
  },
  'post /v1/alarms': {
    ...{ who: opening.who, done: 200 },
    ask: async ({ side }) => ({ body: { key: 'lims/disk-full', systemId: `sys_${side}`, contractId: `ctr_${side}` } }),
  },
  'get /v1/tickets': list,
  'get /v1/tickets/counts': list,
  'get /v1/tickets/{id}': ticketIn('opened', { who: everyone }),
  'get /v1/tickets/{id}/events': ticketIn('opened', { who: everyone }),
  'get /v1/tickets/{id}/workflow-history': ticketIn('opened', { who: managers }),
  'get /v1/tickets/{id}/candidates': ticketIn('opened', { who: deskStaff }),
  'get /v1/tickets/{id}/clocks': ticketIn('opened', { who: everyone }),
  'get /v1/tickets/{id}/support-record': ticketIn('resolved', { who: everyone }),
  'post /v1/sandbox/tickets/{id}/clock': ticketIn('opened', { who: ['admin'], body: { advanceSeconds: 1 } }),

  // Whose it is, and with a file, stands in attachments.test.ts.
  'post /v1/tickets/{id}/attachments': { who: rules.attach.who, done: 415, common: roles },
  'get /v1/tickets/{id}/attachments/{attachmentId}': { who: everyone, done: 404, common: roles },
  'get /v1/tickets/{id}/documents': ticketIn('opened', { who: everyone }),
  // Whose it is stands in documents.test.ts; the id given here is no hash.
  'get /v1/tickets/{id}/documents/{sha256}': { who: everyone, done: 400, common: roles },

  'post /v1/tickets/{id}/triage': act('triage', 'opened', { priority: 'high' }),
  'post /v1/tickets/{id}/responses': act('respond', 'opened', { message: 'On it' }),
  'post /v1/tickets/{id}/assignments': act('assign', 'opened', { assigneeId: 'manager' }),
  'post /v1/tickets/{id}/taking': act('take', 'opened', {}),
  'post /v1/tickets/{id}/hand-overs': act('handOver', 'assigned', { assigneeId: 'manager', reason: 'Ill' }),
  'post /v1/tickets/{id}/hand-downs': {
    ...act('handDown', 'raised', {}),
    async ask({ desk, role, side }) {
      const { id } = await ticketOf(desk, side, 'raised', rules.handDown.who.includes(role))
      const asked = { id, body: { toTier: 'resident', reason: 'Easy after all' } }
      if (role !== 'engineer') return asked
      // A resident has no tier below to hand it to; whoever has, serves this customer as the resident does.
      const binding = { userId: 'headquarters', customerId: 'cus_jiangzhou' }
      await desk.post('/v1/staff-bindings', binding, { as: 'admin' })
      return { ...asked, as: 'headquarters' }
    },
  },
  'post /v1/tickets/{id}/replies': act('reply', 'answered', { message: 'More' }),
  'post /v1/tickets/{id}/notes': act('note', 'opened', { text: 'Seen' }),
  'post /v1/tickets/{id}/parties': act('addParty', 'opened', vendor),
  'post /v1/tickets/{id}/parties/{party}/questions': ofParty('askParty', { question: 'Which log?' }),
  'post /v1/tickets/{id}/parties/{party}/answers': ofParty('partyReply', { message: 'Patch 7' }),
  'post /v1/tickets/{id}/parties/{party}/removal': ofParty('removeParty', {}),
  'post /v1/tickets/{id}/watchers': watching('addWatcher'),
  'post /v1/tickets/{id}/watcher-removals': watching('removeWatcher'),
  'post /v1/tickets/{id}/call-backs': act('promiseCallBack', 'opened', () => ({
    by: new Date(Date.now() + 3_600_000).toISOString(),
  })),
  'post /v1/tickets/{id}/proposals': act('propose', 'answered', { solution: 'Enlarge the pool' }),
  'post /v1/tickets/{id}/proposal-decisions': {
    ...act('decideProposal', 'proposed', {}),
    async ask({ desk, role, side }) {
      const { id } = await ticketOf(desk, side, 'proposed', true)
      return { id, body: { accepted: true, ...(role !== 'customer' && { from: acceptorOf[side] }) } }
    },
  },
  'post /v1/tickets/{id}/quotes': act('quote', 'uncovered', () => ({
    ...{ amount: '1280.50', currency: 'CNY', purpose: 'A day of work' },
    validUntil: new Date(Date.now() + 3_600_000).toISOString(),
  })),
  'post /v1/tickets/{id}/quote-decisions': theirWord('decideQuote', 'quoted', { quote: 1, accepted: true }),
  'post /v1/tickets/{id}/quote-waiver': act('waiveQuote', 'uncovered', { reason: 'Goodwill' }),
  'post /v1/tickets/{id}/parts': act('addPart', 'opened', { kind: 'takenAway', what: 'Disk' }),
  'post /v1/tickets/{id}/part-movements': act('movePart', 'parted', { part: 1, step: 'received', place: 'us' }),
  'post /v1/tickets/{id}/remote-requests': act('requestRemote', 'opened', () => ({
    purpose: 'Read the log',
    until: new Date(Date.now() + 3_600_000).toISOString(),
  })),
  'post /v1/tickets/{id}/remote-answers': theirWord('answerRemote', 'asked', { granted: true }),
  'post /v1/tickets/{id}/remote-revocations': theirWord('revokeRemote', 'authorised', {}),
  'post /v1/tickets/{id}/remote-sessions': act('startRemote', 'authorised', {}),
  'post /v1/tickets/{id}/remote-session-end': {
    ...act('endRemote', 'authorised', {}),
    async ask({ desk, role, side }) {
      const may = rules.endRemote.who.some((one) => one === role)
      const { id } = await ticketOf(desk, side, may ? 'authorised' : 'opened', may)
      // Each ends the own session.
      const engineer = side === 'jiangzhou' && (role === 'engineer' || role === 'senior') ? role : 'admin'
      if (may) await desk.act({ id }, 'remote-sessions', {}, { as: engineer })
      return { id, body: { done: 'Restarted the pool' } }
    },
  },
  'post /v1/tickets/{id}/remote-failures': act('declareRemoteFailed', 'opened', { reason: 'No remote access' }),
  'post /v1/tickets/{id}/visits': act('dispatch', 'opened', () => ({ engineerId: 'manager', ...nextSlot() })),
  'post /v1/tickets/{id}/arrivals': act('arrive', 'opened', {}),
  'post /v1/tickets/{id}/visits/{visit}/acceptance': ofVisit('acceptVisit', 'dispatched', {}),
  'post /v1/tickets/{id}/visits/{visit}/slot': ofVisit('moveVisit', 'dispatched', () => ({
    ...nextSlot(),
    reason: 'They asked for it',
  })),
  'post /v1/tickets/{id}/visits/{visit}/cancellation': ofVisit('cancelVisit', 'dispatched', { reason: 'Not needed' }),
  'post /v1/tickets/{id}/visits/{visit}/departure': ofVisit('depart', 'dispatched', {}),
  'post /v1/tickets/{id}/visits/{visit}/arrival': ofVisit('arrive', 'dispatched', {}),
  'post /v1/tickets/{id}/visits/{visit}/report': ofVisit('completeVisit', 'arrived', report),
  'post /v1/tickets/{id}/visits/{visit}/no-access': ofVisit('abandonVisit', 'arrived', { reason: 'Nobody there' }),
  'post /v1/tickets/{id}/step-assignments': act('assignStep', 'complained', (role) => ({
    step: 'acknowledge',
    // Engineers take a step for themselves; the desk names anybody.
    ownerId: role === 'engineer' || role === 'senior' ? role : 'manager',
  })),
  'post /v1/tickets/{id}/step-completions': act('completeStep', 'complained', {
    step: 'acknowledge',
    result: 'Called them',
    message: 'We have your complaint',
  }),
  'post /v1/tickets/{id}/restoration': act('restore', 'answered', { workaround: 'The spare machine serves' }),
  'post /v1/tickets/{id}/pauses': act('pause', 'opened', { reason: 'customer', explanation: 'We need the log' }),
  'post /v1/tickets/{id}/resumption': act('resume', 'paused', {}),
  'post /v1/tickets/{id}/escalations': act('escalate', 'opened', { reason: 'Hard to clear' }),
  'post /v1/tickets/{id}/resolution': act('resolve', 'answered', repair),
  'post /v1/tickets/{id}/sign-off': act('signOff', 'resolved', sheetOf),
  'post /v1/tickets/{id}/sign-off-refusal': act('refuseSignOff', 'resolved', (role) => ({
    ...sheetOf(role),
    reason: 'Still fails',
  })),
  'post /v1/tickets/{id}/sign-off-dispute': act('disputeSignOff', 'closed', { reason: 'I signed nothing' }),
  'post /v1/tickets/{id}/rating': act('rate', 'closed', { score: 5 }),
  'post /v1/tickets/{id}/cancellation': act('cancel', 'opened', (role) => ({ reason: cancelReason[role] ?? 'other' })),
  'post /v1/tickets/{id}/merging': {
    ...act('merge', 'opened', {}),
    async ask({ desk, role, side }) {
      const may = rules.merge.who.some((one) => one === role)
      const { id: into } = await ticketOf(desk, side, 'opened', may)
      return { id: (await ticketOf(desk, side, 'opened', may)).id, body: { into } }
    },
  },
  'post /v1/tickets/{id}/reinstatement': {
    ...act('reinstate', 'cancelled', { reason: 'By mistake' }),
    ask: async ({ desk, role, side }) => {
      const stage = role === 'customer' ? 'withdrawn' : 'cancelled'
      const { id } = await ticketOf(
        desk,
        side,
        stage,
        rules.reinstate.who.some((one) => one === role),
      )
      return { id, body: { reason: 'By mistake' } }
    },
  },
  'post /v1/tickets/{id}/reopening': act('reopen', 'closed', { reason: 'It is back' }),
  'post /v1/tickets/{id}/binding': {
    ...act('bind', 'opened', {}),
    async ask({ desk, role, side }) {
      const { id } = await ticketOf(
        desk,
        side,
        'opened',
        rules.bind.who.some((one) => one === role),
      )
      return { id, body: { contractId: `ctr_${side}`, reason: 'It was wrong' } }
    },
  },
  'post /v1/tickets/{id}/retargets': act('retarget', 'opened', { reason: 'Agreed' }),
}

/** Who stands for a role; all but the managers and the admin serve Jiangzhou alone. */
export const personOf: Record<Role, string> = {
  customer: 'acceptor',
  agent: 'agent',
  engineer: 'engineer',
  senior: 'senior',
  manager: 'manager',
  admin: 'admin',
}

/** Staff log a sheet, of which a scan is kept. */
function sheetOf(role: Role): object {
  return role === 'customer' ? {} : { scan: 'archive/1.pdf' }
}

const cancelReason: Partial<Record<Role, string>> = { customer: 'withdrawn', agent: 'duplicate' }

function act(verb: Verb, stage: Stage, body: object | ((role: Role) => object)): RouteCase {
  return ticketIn(stage, { who: rules[verb].who, body })
}

function ofParty(verb: Verb, body: object): RouteCase {
  return {
    who: rules[verb].who,
    done: 200,
    async ask({ desk, side }) {
      const { id } = await ticketOf(desk, side, 'opened', true)
      await desk.act({ id }, 'parties', vendor, { as: 'admin' })
      return { id: `${id}/1`, body }
    },
  }
}

/** A contact of that customer, who does not report: the acceptor of the stages does. */
function watching(verb: 'addWatcher' | 'removeWatcher'): RouteCase {
  return {
    who: rules[verb].who,
    done: 200,
    async ask({ desk, side }) {
      const contactId = `con_watching_${side}`
      const person = { id: contactId, customerId: `cus_${side}`, name: 'Watching', language: 'en' }
      await desk.database.contact.createMany({
        data: { ...person, email: `${contactId}@${side}.example` },
        skipDuplicates: true,
      })
      const { id } = await ticketOf(desk, side, 'opened', true)
      if (verb === 'addWatcher') return { id, body: { contactId } }
      await desk.act({ id }, 'watchers', { contactId }, { as: 'admin' })
      return { id, body: { watcherId: contactId } }
    },
  }
}

/** The customer says it, or our staff write down who of theirs did. */
function theirWord(verb: Verb, stage: Stage, body: object): RouteCase {
  return {
    who: rules[verb].who,
    done: 200,
    async ask({ desk, role, side }) {
      const { id } = await ticketOf(desk, side, stage, true)
      return { id, body: { ...body, ...(role !== 'customer' && { heardFrom: acceptorOf[side] }) } }
    },
  }
}

let slots = 0

/** Nobody is booked for two visits at once: each gets an hour of its own. */
function nextSlot() {
  const from = Date.now() + ++slots * 3_600_000
  return { from: new Date(from).toISOString(), until: new Date(from + 3_000_000).toISOString() }
}

/** Engineers and seniors speak for the own visit, managers for anybody's. */
function ofVisit(verb: Verb, stage: 'dispatched' | 'arrived', body: object | (() => object)): RouteCase {
  return {
    who: rules[verb].who,
    done: 200,
    async ask({ desk, role, side }) {
      const goes = side === 'jiangzhou' && (role === 'engineer' || role === 'senior') ? role : 'manager'
      const { id } = await ticketOf(desk, side, 'opened', true)
      await desk.act({ id }, 'visits', { engineerId: goes, ...nextSlot() }, { as: 'admin' })
      if (stage === 'arrived') await desk.act({ id }, 'visits/1/arrival', {}, { as: 'admin' })
      return { id: `${id}/1`, body: typeof body === 'function' ? body() : body }
    },
  }
}

function ticketIn(
  stage: Stage,
  { who, body }: { who: readonly Role[]; body?: object | ((role: Role) => object) },
): RouteCase {
  return {
    who,
    done: 200,
    async ask({ desk, role, side }) {
      const { id } = await ticketOf(desk, side, stage, who.includes(role))
      return { id, ...(body && { body: typeof body === 'function' ? body(role) : body }) }
    },
  }
}
