import type { Rating } from './state.ts'

/** A ticket is carried whole: so many ratings stay with it, and so much of each text that is not the newest. */
const ratingsKept = 10
const charactersKept = 1000

/** SLA 14: an earlier rating is never overwritten. All that was said stands in the events. */
export function withRating(ratings: readonly Rating[] = [], rating: Rating): Rating[] {
  const earlier = ratings.map(({ comment, ...one }) => ({ ...one, ...(comment && { comment: shortened(comment) }) }))
  return [...earlier, rating].slice(-ratingsKept)
}

function shortened(text: string): string {
  if (text.length <= charactersKept) return text
  // By characters, of which JavaScript counts some twice.
  const characters = [...text]
  return characters.length <= charactersKept ? text : `${characters.slice(0, charactersKept).join('')}…`
}
