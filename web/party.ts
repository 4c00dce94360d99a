import type { Surfaces } from '../api/shared/services.ts'
import { answerAsParty, type PartyState, readParty } from '../api/tickets/party-link.ts'
import { type Again, form, type Page } from '../http/html.ts'
import { noticePage, pageStyle as style } from '../letters/pages.ts'
import { partyPage } from '../letters/party-page.ts'

/** Where another party reads what it is asked, and answers. */
export const party: Surfaces = form(answerAsParty, {
  at: '/party/{token}',
  tag: 'party page',
  shows: readParty,
  page,
})

function page(link: PartyState, again?: Again): Page {
  const { language, timeZone, number, end } = link
  if (end !== null) return { html: noticePage(end, language, number), style, status: 410 }
  return { html: partyPage(language, timeZone, link, again), style }
}
