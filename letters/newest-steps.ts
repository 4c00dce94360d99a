import type { Language } from '../domain/people/languages.ts'
import type { KnownEvent } from '../domain/ticket/customers-may-know.ts'
import { cutText } from './bounds.ts'
import { lineOf, type StoryLine, untold } from './story.ts'

/** What a mail tells of a ticket's story. */
export interface Story {
  lines: StoryLine[]
  /** Between the opening and the newest. */
  leftOut: number
}

interface ToldTo {
  language: Language
  staff: boolean
}

/** Beside the opening: about as much as somebody who was just called would read. */
export const newestLines = 25
const charactersOfOpening = 2000
const charactersOfLine = 400

/**
 * The opening, and the newest of what happened since: of some `steps` that there are to tell, `events` are those at hand,
 * as far as the reader may know them.
 */
export function storyOf(events: readonly KnownEvent[], steps: number, { language, staff }: ToldTo): Story {
  const told = events.filter(({ type }) => !untold.includes(type))
  const shown = told.length > 1 + newestLines ? [...told.slice(0, 1), ...told.slice(-newestLines)] : told
  const lines = shown.map((event) => {
    const line = lineOf(event, staff)
    const characters = event.type === 'opened' ? charactersOfOpening : charactersOfLine
    return { ...line, words: line.words && cutText(line.words, characters, language) }
  })
  return { lines, leftOut: steps - shown.length }
}
