import type { Surfaces } from '../api/shared/services.ts'
import { file } from '../http/file.ts'
import { answerLink, type LinkState, readLink, readLinkedDocument } from '../api/tickets/sign-off-link.ts'
import { type Again, form, type Page } from '../http/html.ts'
import { noticePage, pageStyle as style, signOffPage } from '../letters/pages.ts'

/** The acceptor's page: where the mailed link leads. */
export const signOff: Surfaces = [
  ...form(answerLink, {
    at: '/sign-off/{token}',
    tag: 'sign-off page',
    shows: readLink,
    page,
    // What has become of the link is said where it leads.
  }),
  file(readLinkedDocument, { get: '/sign-off/{token}/document', tag: 'sign-off page' }),
]

function page(link: LinkState, again?: Again): Page {
  const { language, timeZone, number, end } = link
  if (end === null) {
    const { signable, acceptor, documentAt } = link
    const shown = { ...signable, acceptor: acceptor.name, documentAt }
    return { html: signOffPage(language, timeZone, shown, again), style }
  }
  const answeredHere = end === 'signed' || end === 'refused'
  return { html: noticePage(end, language, number), style, status: answeredHere ? 200 : 410 }
}
