import { z } from 'zod'
import type { Role } from '../../domain/people/roles.ts'
import type { SignedIn } from '../../domain/people/signed-in.ts'
import { Fault } from '../../http/faults.ts'
import { id } from '../../http/fields.ts'
import { json } from '../../http/json.ts'
import type { Call } from '../../http/operation.ts'
import { change, type Corrected, type Kept } from './changes.ts'
import type { ToDoFirst } from './retirement.ts'
import { operation, type Services, type Surfaces } from './services.ts'

interface Correctable<Row, B> extends Corrected<Row & Kept> {
  /** Path, and tag where that is no other. */
  names: string
  tag?: string
  who: readonly Role[]
  /** What of it can be changed: a strict object, every field optional. */
  given: z.ZodType<B>
  schema: z.ZodType
  inScope(user: SignedIn, row: Row): boolean
  /** The row with that changed. Throws a Fault for what cannot be. */
  changed(row: Row, given: B, services: Services): Row | Promise<Row>
  /** Before it is retired, and before that is taken back. */
  toDoFirst(row: Row, services: Services): Promise<ToDoFirst>
  toDoBeforeReturn?(row: Row, services: Services): Promise<ToDoFirst>
  answered?(row: Row, user: SignedIn): unknown
  /** After it was written; also when it was written before. */
  done?(row: Row, services: Services): Promise<void>
}

type Retirable = Kept & { retiredAt: Date | null }
type Params = { id: string }

/** Its three operations: change, retire, and take the retirement back. */
export function correctionsOf<Row extends Retirable, B>(correctable: Correctable<Row, B>): Surfaces {
  const { thing, names, tag = names, who, given, schema, find, shown, answered = shown } = correctable
  const common = { who, params: z.strictObject({ id }), ifMatch: 'required' } as const
  const correct = operation({
    ...common,
    summary: `Change what is wrong with a ${thing}`,
    body: given,
    run: (call, services) =>
      decided(call, services, (row) => {
        if (row.retiredAt) throw new Fault('notNow', 'It is retired: take that back first')
        return correctable.changed(row, call.body, services)
      }),
  })
  const retire = operation({
    ...common,
    summary: `Retire a ${thing}: it is offered no more, and stays readable`,
    run: (call, services) =>
      decided(call, services, async (row) => {
        if (row.retiredAt) return row
        refuseBefore(await correctable.toDoFirst(row, services))
        return { ...row, retiredAt: services.now() }
      }),
  })
  const takeBack = operation({
    ...common,
    summary: `Take back that a ${thing} was retired`,
    run: (call, services) =>
      decided(call, services, async (row) => {
        if (row.retiredAt) refuseBefore((await correctable.toDoBeforeReturn?.(row, services)) ?? [])
        return { ...row, retiredAt: null }
      }),
  })

  async function decided<C>(
    call: Call<Params, unknown, C>,
    services: Services,
    decide: (row: Row) => Row | Promise<Row>,
  ): Promise<Row> {
    const row = await find(services.database, call.params.id)
    if (row === null || !correctable.inScope(call.user, row)) throw Fault.absent()
    const after = await change(services, call, correctable, row, () => decide(row))
    await correctable.done?.(after, services)
    return after
  }

  const how = {
    tag,
    answers: { 200: { description: `The ${thing} as it now stands`, schema, headers: ['ETag'] as const } },
    shown: (row: Row, { user }: { user: SignedIn }) => answered(row, user),
    version: ({ revision }: Row) => revision,
  }
  const retirement = `/v1/${names}/{id}/retirement`
  return [
    json(correct, { patch: `/v1/${names}/{id}`, ...how }),
    json(retire, { post: retirement, ...how }),
    json(takeBack, { delete: retirement, ...how }),
  ]
}

function refuseBefore(first: ToDoFirst): void {
  if (first.length > 0) throw new Fault('notNow', `First: ${first.join('; ')}`)
}

/** Every field may be left out, but not all of them. */
export function someOf<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z
    .strictObject(shape)
    .partial()
    .refine((given) => Object.keys(given).length > 0, { error: 'Name at least one field to change' })
}
