import { z } from 'zod'
import type { Actor } from '../../domain/people/actors.ts'
import { languageOf } from '../../domain/people/languages.ts'
import type { Role } from '../../domain/people/roles.ts'
import type { TicketRecord } from '../../domain/ticket/record.ts'
import { refusalOf } from '../../domain/ticket/verbs/allowed.ts'
import { doneStatuses } from '../../domain/ticket/state.ts'
import { canHave } from '../../domain/ticket/hands.ts'
import { tierOf } from '../../domain/people/actors.ts'
import { fromDate } from '../../domain/time/instant.ts'
import { updateIdOf } from '../../engine/update-id.ts'
import { Fault } from '../../http/faults.ts'
import { linkParams } from '../../http/fields.ts'
import { actorIn, ticketRecordIn } from '../../store/rows.ts'
import { hashOfSecret } from '../../store/secrets.ts'
import { inScope, scopeOf } from '../shared/scope.ts'
import { operation, type Services } from '../shared/services.ts'
import type { LinkReader } from './links.ts'
import { put } from './put.ts'

/** What has become of a link that acknowledges nothing any more. */
type PageEnd = 'acknowledged' | 'pageOver' | 'pageDone'

/** A link as it stands: what is paged, and whose the ticket would be; or why it leads nowhere. */
export type PageState = LinkReader & { number: string } & ({ end: PageEnd } | ({ end: null } & Open))

interface Open {
  tokenHash: string
  pageKey: string
  ticket: TicketRecord
  actor: Actor
  /** Nobody has it, and this person may: to acknowledge is to take it. */
  takes: boolean
}

/** Looking at it acknowledges nothing. */
export const readPage = operation({
  summary: 'What one of us was paged of, to be acknowledged',
  who: 'anyone',
  params: linkParams,
  run: ({ params }, services) => follow(params.token, services),
})

/**
 * SLA 20: whoever was called holds the page by acting. A ticket that nobody has is taken by it; of one that somebody has it
 * is noted that this person is on it too, and whoever has it hears of that.
 */
export const acknowledgePage = operation({
  summary: 'Acknowledge a page',
  who: 'anyone',
  params: linkParams,
  body: z.strictObject({}),
  bodyLimit: 1024,
  async run({ params, requestId }, services) {
    const link = await follow(params.token, services)
    if (link.end !== null) return
    const { ticket, actor, tokenHash, pageKey, takes, language } = link
    const { engine, database, now } = services
    const act = takes
      ? () => {
          const command = { actor, requestId, body: {}, ifVersion: ticket.version }
          return engine.act(ticket.id, 'take', command, updateIdOf(tokenHash, 'take', 'link'))
        }
      : () => {
          const command = { actor, requestId, body: { text: acknowledged[language] } }
          return engine.act(ticket.id, 'note', command, updateIdOf(tokenHash, 'note', 'link'))
        }
    await put(services, ticket.id, act)
    await database.$transaction([
      database.pageLink.updateMany({ where: { tokenHash, usedAt: null }, data: { usedAt: now() } }),
      database.page.updateMany({ where: { key: pageKey, acknowledgedAt: null }, data: { acknowledgedAt: now() } }),
    ])
  },
})

const acknowledged = { 'zh-CN': '已确认收到告警通知，正在跟进。', en: 'Acknowledged the page: on it.' }

async function follow(token: string, { database, now }: Services): Promise<PageState> {
  const found = await database.pageLink.findUnique({ where: { tokenHash: hashOfSecret(token) } })
  if (found === null) throw Fault.absent()
  const { userId, ticketId, tokenHash, pageKey } = found
  const [user, row] = await Promise.all([
    database.user.findUniqueOrThrow({ where: { id: userId }, include: { bindings: true } }),
    database.ticket.findUniqueOrThrow({ where: { id: ticketId }, select: { record: true } }),
  ])
  const ticket = ticketRecordIn(row)
  const reader = { language: languageOf(user.language), timeZone: user.timeZone, number: ticket.number }
  const actor = actorIn(user)
  const customerIds = scopeOf({
    role: user.role as Role,
    organisation: null,
    bound: user.bindings.map(({ customerId }) => customerId),
  })
  const sees = inScope({ ...actor, customerIds }, ticket.customer?.id ?? null)
  const instant = fromDate(now())
  // Whoever may not see the ticket any more is told what anybody with a false link is.
  if (user.disabledAt || !sees || refusalOf(ticket.standing, 'note', actor, instant)) throw Fault.absent()
  if (found.usedAt) return { ...reader, end: 'acknowledged' }
  if (found.expiresAt <= now()) return { ...reader, end: 'pageOver' }
  if (doneStatuses.includes(ticket.status)) return { ...reader, end: 'pageDone' }
  const mayTake = refusalOf(ticket.standing, 'take', actor, instant) === undefined
  const takes = ticket.assignee === null && mayTake && canHave({ tier: tierOf(actor) }, ticket.tier)
  return { ...reader, end: null, tokenHash, pageKey, ticket, actor, takes }
}
