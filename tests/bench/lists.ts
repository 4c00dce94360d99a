import { connectDatabase } from '../../platform/database.ts'
import { at } from './lists/cases.ts'
import { startOwnDatabase } from './lists/database.ts'
import { fill } from './lists/fill.ts'
import { measure } from './lists/measure.ts'
import { tableOf, tooSlow } from './lists/report.ts'
import { measureServed } from './lists/served.ts'
import { thisMachine } from './measures/machine.ts'
import { keep } from './report/results.ts'
import { wholeNumbers } from './stack/options.ts'
import { runBench, say } from './stack/run.ts'

/** `npm run bench:lists`: every list in every order, every search and every count, of so many tickets. */
const options = wholeNumbers(
  'npm run bench:lists',
  {
    tickets: [1_000_000, 'tickets, of 40 customers'],
    rounds: [20, 'times that each is asked for, from its beginning and from deep in it'],
  },
  process.argv.slice(2),
)

if (options !== undefined) {
  await runBench(async (shutdown) => {
    const machine = thisMachine()
    say('Starts a PostgreSQL of its own')
    const own = await startOwnDatabase()
    shutdown.before(own.close)
    await fill(own.admin, options.tickets, at, say)
    const database = connectDatabase(own.app, 1)
    shutdown.before(() => database.$disconnect())
    const measured = await measure(database, options.rounds, say)
    const served = await measureServed(database, own.app, options.rounds)
    const all = [...measured, ...served]
    keep('lists', { machine, options, measured: all })
    console.log(tableOf(all))
    return tooSlow(all).length > 0 ? 1 : 0
  })
}
