import { isoOrNull, toIso } from '../domain/time/instant.ts'
import type { Notice } from '../domain/ticket/notices.ts'
import { bounded } from './bounds.ts'
import { namedOnce } from './names.ts'
import { letterOf, singleLine, subjectOf } from './render.ts'
import type { Reader, TicketAtHand } from './view.ts'

/** The link by which this party answers; none where it is told that its part is over. */
type Link = { url: string; expiresAt: string } | null

/**
 * A letter to another party. It is made of nothing but what follows here, and of no view of the ticket: neither subject,
 * customer, state nor anybody else's words are at hand (R3.6).
 */
export function renderOutside({ record, events }: TicketAtHand, notice: Notice, reader: Reader, link: Link) {
  const { version, message, party: n } = notice
  const event = events.find((one) => one.version === version)
  const party = record.parties.find((one) => one.n === n)
  if (event === undefined || party === undefined) throw new Error(`Version ${version} of ${record.id} is of no party`)
  const { language, timeZone } = reader
  const { data } = event
  const named = namedOnce(
    {
      reader: reader.name,
      by: event.actor.name,
      customer: party.showsCustomer ? (record.customer?.name ?? null) : null,
    },
    language,
  )
  const view = {
    ...bounded(
      {
        ...named,
        number: record.number,
        about: party.about,
        at: toIso(event.at),
        question: 'question' in data ? data.question : null,
        answerBy: 'answerBy' in data ? isoOrNull(data.answerBy) : null,
        reason: event.type === 'partyRemoved' ? ((data as { reason?: string }).reason ?? null) : null,
      },
      language,
    ),
    ...{ language, timeZone, link },
  }
  const { headline, html, text } = letterOf(`../outside/${message}`, language, 'outside-layout')
  const known = { ...view, headline: singleLine(headline(view)) }
  return { subject: subjectOf(record.number, party.about), html: html(known), text: text(known) }
}
