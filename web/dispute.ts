import type { Surfaces } from '../api/shared/services.ts'
import { answerDispute, type DisputeState, readDispute } from '../api/tickets/dispute-link.ts'
import { type Again, form, type Page } from '../http/html.ts'
import { disputePage, noticePage, pageStyle as style } from '../letters/pages.ts'

/** Where the acceptor disputes what our staff logged as signed on paper. */
export const dispute: Surfaces = form(answerDispute, {
  at: '/dispute/{token}',
  tag: 'dispute page',
  shows: readDispute,
  page,
  // What has become of the link is said where it leads.
})

function page(link: DisputeState, again?: Again): Page {
  const { language, timeZone, number, end } = link
  if (end !== null) return { html: noticePage(end, language, number), style, status: end === 'disputed' ? 200 : 410 }
  const { signable, signOff, acceptor } = link
  return { html: disputePage(language, timeZone, { ...signable, signOff, acceptor: acceptor.name }, again), style }
}
