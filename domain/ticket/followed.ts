import { followersOf, tidingOf } from './duplicates.ts'
import type { TicketEvent } from './events.ts'
import type { Notice } from './notices.ts'
import type { TicketState } from './state.ts'

/** SLA 13: who reported the same is told whatever the one who reported this is told; and the other ticket of what is its own. */
export function followedToo(notices: Notice[], event: TicketEvent, state: TicketState): Notice[] {
  const follow = followersOf(state).length > 0
  const tells = tidingOf(event, state)
  return notices.map((notice, place) => ({
    ...notice,
    ...(follow && notice.to.includes('reporter') && { to: [...notice.to, 'followers' as const] }),
    ...(tells && place === 0 && { tells }),
  }))
}
