import { accounts } from './accounts/accounts.ts'
import { bindings } from './accounts/bindings.ts'
import { passwordLinks } from './accounts/password-link.ts'
import { qualifications } from './accounts/qualifications.ts'
import { sessions } from './accounts/sessions.ts'
import { staffSurfaces } from './accounts/staff.ts'
import { tokens } from './accounts/tokens.ts'
import { channels } from './channels/channels.ts'
import { changes } from './changes/changes.ts'
import { contracts } from './contracts/contracts.ts'
import { contacts } from './customers/contacts.ts'
import { customers } from './customers/customers.ts'
import { systems } from './customers/systems.ts'
import { duties } from './duties/duties.ts'
import { rota } from './duties/rota.ts'
import { shifts } from './duties/shifts.ts'
import { standingIn } from './duties/standing-in.ts'
import { rotaWeeks } from './duties/weeks.ts'
import { calendars } from './promises/calendars.ts'
import { policies } from './promises/policies.ts'
import { previews } from './promises/previews.ts'
import { rehearsals } from './promises/rehearsals.ts'
import { offices } from './offices/offices.ts'
import { health } from './service/health.ts'
import type { Surfaces } from './shared/services.ts'
import { alarms } from './tickets/alarms.ts'
import { attachmentFiles } from './tickets/download.ts'
import { ticketActs } from './tickets/acts/acts.ts'
import { ticketCandidates } from './tickets/candidates.ts'
import { ticketClocks } from './tickets/clocks.ts'
import { ticketDocuments } from './tickets/documents.ts'
import { ticketHistory } from './tickets/history.ts'
import { sandbox } from './tickets/sandbox.ts'
import { tickets } from './tickets/tickets.ts'

/** Everything that a program can ask for. */
export const operations: Surfaces = [
  ...sessions,
  ...tokens,
  ...customers,
  ...contacts,
  ...systems,
  ...calendars,
  ...policies,
  ...rehearsals,
  ...contracts,
  ...staffSurfaces,
  ...bindings,
  ...qualifications,
  ...offices,
  ...duties,
  ...rota,
  ...rotaWeeks,
  ...shifts,
  ...standingIn,
  ...accounts,
  ...passwordLinks,
  ...channels,
  ...changes,
  ...tickets,
  ...ticketActs,
  ...alarms,
  ...attachmentFiles,
  ...ticketDocuments,
  ...ticketHistory,
  ...ticketClocks,
  ...ticketCandidates,
  ...sandbox,
  ...previews,
  ...health,
]
