import { createHash } from 'node:crypto'
import { z } from 'zod'
import { actorOfParty, isPartyId, partyIdOf } from '../../domain/ticket/party.ts'
import { endedStatuses } from '../../domain/ticket/state.ts'
import { toIso } from '../../domain/time/instant.ts'
import { updateIdOf } from '../../engine/update-id.ts'
import type { Ceiling } from '../../http/ceilings.ts'
import { Fault } from '../../http/faults.ts'
import { linkParams } from '../../http/fields.ts'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { personalLinkAt } from '../../store/personal-links.ts'
import { eventIn, ticketRecordIn } from '../../store/rows.ts'
import { hashOfSecret } from '../../store/secrets.ts'
import { operation, type Services } from '../shared/services.ts'
import { type LinkReader, plain } from './links.ts'
import { put } from './put.ts'

/** What was said between the desk and one party; `by` is one of us, or the party. */
interface Said {
  version: number
  at: string
  by: string
  words: string
  ours: boolean
}

/** A link as it stands. What it holds is all of the ticket that a party may know. */
export type PartyState = Followed<Asked & { said: Said[] }>

type Followed<Open> = LinkReader & { number: string } & (
    | { end: 'partyOver' | 'partyLinkOver' }
    | ({ end: null } & Open)
  )

interface Asked {
  ticketId: string
  n: number
  name: string
  about: string
  /** Where the desk chose to say it. */
  customer: string | null
  answerBy: string | null
  version: number
}

/** Looking at it answers nothing. */
export const readParty = operation({
  summary: 'What another party is asked, and has answered',
  who: 'anyone',
  params: linkParams,
  async run({ params }, services): Promise<PartyState> {
    const link = await follow(params.token, services)
    return link.end === null ? { ...link, said: await saidWith(services.database, link) } : link
  },
})

/** Nobody types faster; a loop does. */
const answersOfLink: Ceiling = {
  most: 10,
  seconds: 60,
  instead: 'Ten answers within a minute. Say what is left in one.',
}

/** R3.6: as often as there is something to say, as long as the party is on the ticket. The same form sent twice is one answer. */
export const answerAsParty = operation({
  summary: 'Answer the question',
  who: 'anyone',
  params: linkParams,
  // A text of 4000 Chinese characters, each of which a form sends as nine.
  bodyLimit: 40 * 1024,
  body: z.strictObject({
    message: z.string().max(8000).optional(),
    seen: z.string().max(9).regex(/^\d*$/).optional().meta({ description: 'The newest entry that the page showed' }),
  }),
  ceilings: ({ params }) => [[answersOfLink, hashOfSecret(params.token)]],
  async run({ params, body, requestId }, services) {
    const link = await follow(params.token, services)
    if (link.end !== null) return
    const { ticketId, n, name } = link
    const message = plain(body.message)
    if (!message || [...message].length > mostCharacters) {
      throw Fault.invalid({ field: 'message', message: `Write 1 to ${mostCharacters} characters` })
    }
    const command = { actor: actorOfParty({ n, name }), requestId, body: { party: n, message } }
    const form = createHash('sha256')
      .update(`${body.seen ?? ''} ${message}`)
      .digest('hex')
    const updateId = updateIdOf(hashOfSecret(params.token), 'partyReply', form)
    await put(services, ticketId, () => services.engine.act(ticketId, 'partyReply', command, updateId))
  },
})

const mostCharacters = 4000

async function follow(token: string, { database, now }: Services): Promise<Followed<Asked>> {
  const found = await personalLinkAt(database, 'party', token)
  if (found === null || !isPartyId(found.personId)) throw Fault.absent()
  const { ticketId, personId, expiresAt } = found
  const row = await database.ticket.findUniqueOrThrow({ where: { id: ticketId }, select: { record: true } })
  const { number, status, version, parties, customer } = ticketRecordIn(row)
  const party = parties.find(({ n }) => partyIdOf({ n }) === personId)
  if (party === undefined) throw Fault.absent()
  const { n, name, about, language, timeZone, answerBy, showsCustomer, removedAt } = party
  const reader = { language, timeZone, number }
  if (removedAt !== null || endedStatuses.includes(status)) return { ...reader, end: 'partyOver' }
  if (expiresAt <= now()) return { ...reader, end: 'partyLinkOver' }
  const whose = showsCustomer ? (customer?.name ?? null) : null
  return { ...reader, end: null, ticketId, n, name, about, customer: whose, answerBy, version }
}

/** So many of the newest are shown. */
const mostShown = 50

/** Of the ticket's events only what passed between the desk and this party. */
async function saidWith(database: PrismaClient, { ticketId, n, version: upTo }: Asked): Promise<Said[]> {
  const type = { in: ['partyAdded', 'partyAsked', 'partyAnswered'] }
  const rows = await database.ticketEvent.findMany({
    where: { ticketId, type, version: { lte: upTo }, data: { path: ['party', 'n'], equals: n } },
    orderBy: { version: 'desc' },
    take: mostShown,
  })
  return rows
    .reverse()
    .map(eventIn)
    .flatMap((event): Said[] => {
      const at = toIso(event.at)
      const { version } = event
      if (event.type === 'partyAnswered') {
        return [{ version, at, by: event.data.party.name, words: event.data.message, ours: false }]
      }
      if (event.type !== 'partyAdded' && event.type !== 'partyAsked') return []
      return [{ version, at, by: event.actor.name, words: event.data.question, ours: true }]
    })
}
