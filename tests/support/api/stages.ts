import type { TicketShown } from '../../../api/tickets/schema.ts'
import { repair } from '../desk/words.ts'
import type { ServiceDesk } from '../desk/service-desk.ts'

/** Whose things are asked for: those of the customer whom our bound staff serve, or of another. */
export type Side = 'jiangzhou' | 'huayue'

export const acceptorOf = { jiangzhou: 'con_acceptor', huayue: 'con_stranger' }

const tomorrow = new Date(Date.now() + 86_400_000).toISOString()

/** How far a ticket is: what was done to it, by the admin, who may all. */
const stages = {
  opened: [],
  assigned: [['assignments', { assigneeId: 'admin' }]],
  raised: [['escalations', { reason: 'Hard to clear' }]],
  answered: [['responses', { message: 'On it' }]],
  proposed: [
    ['responses', { message: 'On it' }],
    ['proposals', { solution: 'Another disk', decideBy: tomorrow }],
  ],
  uncovered: [['responses', { message: 'On it' }]],
  quoted: [['quotes', { amount: '10', currency: 'CNY', purpose: 'A day', validUntil: tomorrow }]],
  parted: [['parts', { kind: 'requested', what: 'Disk' }]],
  asked: [['remote-requests', { purpose: 'Read the log', until: tomorrow }]],
  authorised: [
    ['remote-requests', { purpose: 'Read the log', until: tomorrow }],
    ['remote-answers', { granted: true, heardFrom: 'acceptor' }],
  ],
  complained: [['triage', { kind: 'complaint', reason: 'They are angry' }]],
  paused: [['pauses', { reason: 'customer', explanation: 'We need the log' }]],
  resolved: [
    ['responses', { message: 'On it' }],
    ['resolution', repair],
  ],
  cancelled: [['cancellation', { reason: 'duplicate' }]],
  withdrawn: [['cancellation', { reason: 'withdrawn' }]],
  closed: [
    ['responses', { message: 'On it' }],
    ['resolution', repair],
    ['sign-off', { scan: 'archive/1.pdf' }],
  ],
} satisfies Record<string, [string, object][]>
export type Stage = keyof typeof stages

const shared = new Map<string, Promise<TicketShown>>()

/** A fresh ticket for whoever may do something to it; those who may not can share one. */
export function ticketOf(desk: ServiceDesk, side: Side, stage: Stage, fresh: boolean): Promise<TicketShown> {
  if (fresh) return broughtTo(desk, side, stage)
  const key = `${desk.url} ${side}`
  const ticket = shared.get(key) ?? broughtTo(desk, side, 'opened')
  shared.set(key, ticket)
  return ticket
}

async function broughtTo(desk: ServiceDesk, side: Side, stage: Stage): Promise<TicketShown> {
  const isCovered = stage !== 'uncovered' && stage !== 'quoted'
  const opening = {
    contractId: isCovered ? `ctr_${side}` : undefined,
    systemId: `sys_${side}`,
    reporterId: acceptorOf[side],
  }
  let ticket = await desk.open(opening, { as: 'admin' })
  for (const [noun, said] of stages[stage]) {
    const body = 'heardFrom' in said ? { ...said, heardFrom: acceptorOf[side] } : said
    ticket = await desk.act(ticket, noun, body, { as: 'admin' })
  }
  return ticket
}
