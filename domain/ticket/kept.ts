import type { EarlierRepair, Rating, Resolution } from './acceptance.ts'

/** A ticket is carried whole: so many of these stay with it, and so much of each text that is not of the newest. */
const ratingsKept = 10
const repairsKept = 5
const charactersKept = 1000

/** SLA 14: an earlier rating is never overwritten. All that was said stands in the events. */
export function withRating(ratings: readonly Rating[] = [], rating: Rating): Rating[] {
  const earlier = ratings.map(({ comment, ...one }) => ({ ...one, ...(comment && { comment: shortened(comment) }) }))
  return [...earlier, rating].slice(-ratingsKept)
}

/** SLA 12: whoever goes on must know what was tried, and why that was not enough. */
export function withRepair(repairs: readonly EarlierRepair[] = [], repair: EarlierRepair): EarlierRepair[] {
  const { resolution, undone } = repair
  const [cause, fix, verification] = [resolution.cause, resolution.fix, resolution.verification].map(shortened)
  const short = { ...resolution, cause, fix, verification } as Resolution
  return [...repairs, { ...repair, resolution: short, undone: { ...undone, reason: shortened(undone.reason) } }].slice(
    -repairsKept,
  )
}

export function shortened(text: string): string {
  if (text.length <= charactersKept) return text
  // By characters, of which JavaScript counts some twice.
  const characters = [...text]
  return characters.length <= charactersKept ? text : `${characters.slice(0, charactersKept).join('')}…`
}
