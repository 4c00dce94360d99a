import type { Surfaces } from '../api/shared/services.ts'
import { readWatch, stopWatching, type WatchState } from '../api/tickets/watch-link.ts'
import { form, type Page } from '../http/html.ts'
import { noticePage, pageStyle as style, watchingPage } from '../letters/pages.ts'

/** Where whoever watches a ticket stops that. */
export const watching: Surfaces = form(stopWatching, {
  at: '/watching/{token}',
  tag: 'watching page',
  shows: readWatch,
  page,
  // What has become of the link is said where it leads.
})

function page(link: WatchState): Page {
  const { language, number, end } = link
  if (end !== null) {
    return { html: noticePage(end, language, number), style, status: end === 'watchingNoMore' ? 200 : 410 }
  }
  return { html: watchingPage(language, link.ticket, link.actor.name), style }
}
