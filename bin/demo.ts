import { CannotRehearse } from './rehearse/cannot.ts'
import { NoAnswer, Refused } from './rehearse/api.ts'
import { accessOf } from './rehearse/local-stack.ts'
import { calendarStory } from './demo/calendar.ts'
import { People } from './demo/people.ts'
import { playNight } from './demo/play.ts'
import { clocksOf, differences, lineOf } from './demo/print.ts'

const usage = `Usage: npm run demo [-- calendar]

Plays a night ladder on the running npm start, each hour of it in a moment, and prints timeline, mails and clocks.
"calendar" prints dues across a public holiday, and needs no stack.`

/** Ends with 1 when something came out otherwise than the story says, with 2 when it could not be played. */
async function demo([story, ...more]: string[]): Promise<number> {
  if (story === 'calendar' && more.length === 0) {
    console.log(calendarStory())
    return 0
  }
  if (story !== undefined) {
    console.log(usage)
    return story === '--help' || story === '-h' ? 0 : 2
  }
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  try {
    const people = new People(accessOf({}).api, stop.signal)
    const ticket = await playNight(people, {
      event: (event, openedAt) => console.log(lineOf(event, openedAt)),
      mail: (event, { message, to }) => console.log(`             mail of v${event.version}, ${message}: ${to}`),
    })
    console.log(`\n${ticket.number} is ${ticket.status}.\n${clocksOf(ticket)}`)
    const wrong = differences(ticket)
    console.log(
      wrong.length ? `\nNot as the story says:\n${wrong.join('\n')}` : '\nAll of it as the story says, to the second.',
    )
    return wrong.length ? 1 : 0
  } catch (error) {
    if (stop.signal.aborted) return 130
    if (!(error instanceof CannotRehearse || error instanceof NoAnswer || error instanceof Refused)) throw error
    console.error(error.message)
    return 2
  }
}

process.exitCode = await demo(process.argv.slice(2))
