import type { Surfaces } from '../api/shared/services.ts'
import { acknowledgePage, type PageState, readPage } from '../api/tickets/page-link.ts'
import { form, type Page } from '../http/html.ts'
import { acknowledgementPage, noticePage, pageStyle as style } from '../letters/pages.ts'

/** Where one of us acknowledges a page. */
export const acknowledgement: Surfaces = form(acknowledgePage, {
  at: '/page/{token}',
  tag: 'acknowledgement page',
  shows: readPage,
  page,
  // What has become of the link is said where it leads.
})

function page(link: PageState): Page {
  const { language, timeZone, number, end } = link
  if (end !== null)
    return { html: noticePage(end, language, number), style, status: end === 'acknowledged' ? 200 : 410 }
  const { ticket, actor, takes } = link
  return { html: acknowledgementPage(language, timeZone, { ticket, by: actor.name, takes }), style }
}
