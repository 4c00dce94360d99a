import { z } from 'zod'
import { type Bodies, rules, type Verb, verbs } from '../../../domain/ticket/verbs/rules.ts'
import { updateIdOf } from '../../../engine/update-id.ts'
import { id } from '../../../http/fields.ts'
import { json } from '../../../http/json.ts'
import { visible } from '../../shared/scope.ts'
import { operation, type Surfaces } from '../../shared/services.ts'
import { actAnswers, asTicket, shownTo } from '../answer.ts'
import { subject } from '../lookups.ts'
import { actorOf, put } from '../put.ts'
import { refuseWithWhere } from '../survivor.ts'
import type { Act } from './act.ts'
import { closing } from './closing.ts'
import { desk } from './desk.ts'
import { onSite, unsent } from './on-site.ts'
import { parties } from './parties.ts'
import { people } from './people.ts'
import { parts } from './parts.ts'
import { quotes } from './quotes.ts'
import { remote } from './remote.ts'
import { steps } from './steps.ts'
import { work } from './work.ts'

/** Every verb's other half; a verb without one does not compile. */
const acts: { [V in Verb]: Act<Bodies[V]> } = {
  ...desk,
  ...work,
  ...parts,
  ...quotes,
  ...remote,
  ...onSite,
  ...steps,
  ...closing,
  ...people,
  ...parties,
}

const ofTicket = z.strictObject({ id })
const numberOf = (what: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,3}$/, { error: `Not the number of a ${what}` })
    .meta({ description: 'Its number within the ticket', example: '1' })
const ofVisit = z.strictObject({ id, visit: numberOf('visit') })
const ofParty = z.strictObject({ id, party: numberOf('party') })

/** A noun under the ticket for each verb. */
export const ticketActs: Surfaces = [...verbs.map((verb) => surfaceOf(verb, acts[verb])), surfaceOf('arrive', unsent)]

function surfaceOf<V extends Verb>(verb: V, { noun, summary, body, ceilings, finds, takesFile, tell }: Act<Bodies[V]>) {
  const perform = operation({
    summary,
    who: rules[verb].who,
    params: noun.includes('{visit}') ? ofVisit : noun.includes('{party}') ? ofParty : ofTicket,
    body,
    finds: finds ?? subject,
    ifMatch: 'honoured',
    ...(ceilings && { ceilings }),
    ...(takesFile && { takesFile }),
    async run({ params, user, found, requestId, ifVersion, body, file, idempotencyKey }, services) {
      const ticket = visible(user, found)
      const visit = 'visit' in params ? Number(params.visit) : 0
      const party = 'party' in params ? Number(params.party) : 0
      const told = await tell(body, { ticket, visit, party, user, services, ...(file && { file }), idempotencyKey })
      const command = { actor: actorOf(user), requestId, body: told, ...(ifVersion !== undefined && { ifVersion }) }
      const updateId = updateIdOf(user.id, verb, idempotencyKey)
      const asked = put(services, ticket.id, () => services.engine.act(ticket.id, verb, command, updateId))
      const record = await asked.catch((error: unknown) => refuseWithWhere(error, ticket, services))
      return shownTo(user, record, services.now())
    },
  })
  return json(perform, { post: `/v1/tickets/{id}/${noun}`, tag: 'tickets', answers: actAnswers, ...asTicket })
}
