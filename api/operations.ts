import { calendarRoutes } from './promises/calendars.ts'
import { contactRoutes } from './customers/contacts.ts'
import { contractRoutes } from './contracts/contracts.ts'
import { customerRoutes } from './customers/customers.ts'
import { healthRoutes } from './service/health.ts'
import { policyRoutes } from './promises/policies.ts'
import type { AnyRoute } from '../http/operation.ts'
import { sessionRoutes } from './accounts/sessions.ts'
import { sandboxRoutes } from './tickets/sandbox.ts'
import { signOffPageRoutes } from './tickets/sign-off-page.ts'
import { slaPreviewRoutes } from './promises/previews.ts'
import { staffRoutes } from './accounts/staff.ts'
import { systemRoutes } from './customers/systems.ts'
import { ticketActRoutes } from './tickets/acts.ts'
import { ticketHistoryRoutes } from './tickets/history.ts'
import { ticketRoutes } from './tickets/tickets.ts'
import { tokenRoutes } from './accounts/tokens.ts'

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
