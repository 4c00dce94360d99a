import { arrowsBetween } from './tools/lint/arrows.mjs'

/**
 * What each room may import besides itself, and why: the table of docs/architecture.md. A row also counts for the
 * folders in its room that have no row of their own. `*` is any folder, `npm:` one package, and tests are free.
 */
export const rooms = [
  ['domain/time', 'npm:luxon npm:chinese-days', 'all else counts in it'],
  ['domain/people', 'domain/time', 'who is on duty depends on the hour'],
  ['domain/promises', 'domain/time domain/people', 'a promise is time that somebody owes'],
  ['domain/ticket', 'domain/time domain/people domain/promises npm:@noble/hashes npm:canonicalize', 'pure to the last'],
  ['domain/ticket/verbs', 'domain/time domain/people domain/promises domain/ticket', 'each rule stands on the ticket'],
  ['store', 'domain prisma/client libraries', 'casts rows once, for everybody'],
  ['letters', 'domain libraries', 'knows what is said, not how it is sent'],
  ['letters/documents', 'letters domain libraries', 'a document says it in the words of the letters'],
  ['workflows/messages', 'domain npm:@temporalio/common npm:@temporalio/workflow', 'who sends needs no workflow'],
  ['workflows', 'workflows/messages domain activities npm:@temporalio/common npm:@temporalio/workflow', 'replays'],
  [
    'activities',
    'domain store letters letters/documents platform prisma/client libraries',
    'are the hands of the workflows',
  ],
  ['engine', 'domain workflows/messages libraries', 'sees Temporal from outside'],
  ['http', 'domain/time domain/people libraries', 'knows who asks and what an instant is, and no noun'],
  ['api/shared', 'http engine store domain prisma/client libraries', 'serves all nouns, so knows none'],
  ['api/tickets/acts', 'api/tickets api/shared http engine domain libraries', 'each act stands on the ticket'],
  ['api/*', 'api/shared http engine store domain prisma/client libraries', 'leans on no other noun'],
  ['api', 'api/* api/tickets/acts api/shared http', 'lists what all nouns offer'],
  ['web', 'http api api/* api/shared letters domain/people libraries', 'shows what the operations say'],
  ['platform/database.ts', 'store prisma/client libraries', 'is the one plug that is shaped by our tables'],
  ['platform/embedded', 'platform libraries', 'stands in for what the plugs reach'],
  ['platform/metrics', 'platform libraries', 'counts what goes through the plugs'],
  ['platform', 'libraries', 'a plug knows its socket, not the house'],
  ['demo', 'domain store prisma/client libraries', 'writes rows, asks nobody'],
  ['bin', 'everything', 'puts the parts together'],
  ['tools', 'libraries', 'run before anything is built'],
]

/** Packages that one place alone may import. */
const alone = [
  ['luxon', 'domain/time/business-calendar.ts', 'one file knows time zones'],
  ['chinese-days', 'domain/time/holidays.ts', 'one file knows holidays'],
  ['express', 'http', 'one room knows how HTTP is served'],
  ['nodemailer', 'platform/mailer.ts', 'one file knows how mail is sent'],
  ['@temporalio/workflow', 'workflows', 'what runs elsewhere is no workflow'],
]

export default arrowsBetween(rooms, alone)
