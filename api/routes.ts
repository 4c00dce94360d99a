import { calendarRoutes } from './calendars.ts'
import { contactRoutes } from './contacts.ts'
import { contractRoutes } from './contracts.ts'
import { customerRoutes } from './customers.ts'
import { healthRoutes } from './health.ts'
import { policyRoutes } from './policies.ts'
import type { AnyRoute } from './route.ts'
import { sessionRoutes } from './sessions.ts'
import { sandboxRoutes } from './sandbox.ts'
import { signOffPageRoutes } from './sign-off-page.ts'
import { slaPreviewRoutes } from './sla-previews.ts'
import { staffRoutes } from './staff.ts'
import { systemRoutes } from './systems.ts'
import { ticketActRoutes } from './ticket-acts.ts'
import { ticketHistoryRoutes } from './ticket-history.ts'
import { ticketRoutes } from './tickets.ts'
import { tokenRoutes } from './tokens.ts'

/** Every operation there is. */
export const routes: readonly AnyRoute[] = [
  ...sessionRoutes,
  ...tokenRoutes,
  ...customerRoutes,
  ...contactRoutes,
  ...systemRoutes,
  ...calendarRoutes,
  ...policyRoutes,
  ...contractRoutes,
  ...staffRoutes,
  ...ticketRoutes,
  ...ticketActRoutes,
  ...ticketHistoryRoutes,
  ...signOffPageRoutes,
  ...sandboxRoutes,
  ...slaPreviewRoutes,
  ...healthRoutes,
]
