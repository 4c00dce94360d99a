import { type Instant, type Interval, toIso } from '../time/instant.ts'
import { clip } from '../time/intervals.ts'
import { type Shift, type Stint, stintsOf, type Substitution } from './rota.ts'

interface FieldFault {
  field: string
  message: string
}

type Part = Pick<Substitution, 'userId' | 'from' | 'until'>

/** R3.4: why this part of a shift cannot be taken over by that person; undefined when it can. `others`: of the same duty. */
export function whyNoSubstitute(shift: Shift, part: Part, others: readonly Shift[]): FieldFault | undefined {
  const { userId, from, until } = part
  const wrong = (field: string, message: string) => ({ field, message })
  if (from >= until) return wrong('until', 'Ends before it begins')
  if (from < shift.from || until > shift.until) {
    const field = from < shift.from ? 'from' : 'until'
    return wrong(field, `Within the shift, from ${toIso(shift.from)} to ${toIso(shift.until)}`)
  }
  if (userId === shift.userId) return wrong('userId', 'It is this person’s own shift')
  const taken = shift.substitutions.find((one) => overlaps(one, part))
  if (taken) {
    const when = `${toIso(taken.from)} to ${toIso(taken.until)}`
    return wrong('from', `Somebody takes over from ${when} already: take that back first`)
  }
  const clash = clashOf(userId, [from, until], others)
  return clash === undefined ? undefined : wrong('userId', clash)
}

/** R3.4: why the shift cannot be as it now is; undefined when it can. `others`: of the same duty. */
export function whyNoShift(shift: Shift, others: readonly Shift[]): FieldFault | undefined {
  const { userId, standbyId, from, until, substitutions } = shift
  if (from >= until) return { field: 'until', message: 'Ends before it begins' }
  if (standbyId === userId) return { field: 'standbyId', message: 'Nobody is called next after oneself' }
  const outside = substitutions.find((one) => one.from < from || one.until > until)
  if (outside) {
    const when = `${toIso(outside.from)} to ${toIso(outside.until)}`
    return { field: outside.from < from ? 'from' : 'until', message: `Take the substitution from ${when} back first` }
  }
  for (const stint of stintsOf([shift])) {
    const clash = clashOf(stint.userId, [stint.from, stint.until], others)
    if (clash) return { field: 'from', message: clash }
  }
  return undefined
}

/** Whoever stands twice at once counts as one where two must stand. */
export function clashOf(userId: string, [from, until]: Interval, others: readonly Shift[]): string | undefined {
  const theirs = stintsOf(others).filter((stint) => stint.userId === userId)
  const clash = theirs.find((stint) => overlaps(stint, { from, until }))
  return clash && `This person stands on this duty from ${toIso(clash.from)} to ${toIso(clash.until)} already`
}

function overlaps(one: Pick<Stint, 'from' | 'until'>, { from, until }: { from: Instant; until: Instant }): boolean {
  return clip([[one.from, one.until]], from, until).length > 0
}
