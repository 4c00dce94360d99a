import { storm } from './lives/storm.ts'
import { keep } from './report/results.ts'
import { stormTable, stormVerdicts } from './report/storm.ts'
import { verdictTable } from './report/table.ts'
import { addCustomers, smallDesk } from './stack/customers.ts'
import { startGround } from './stack/ground.ts'
import { thisMachine } from './measures/machine.ts'
import { wholeNumbers } from './stack/options.ts'
import { runBench, say } from './stack/run.ts'
import { startRunning } from './stack/running.ts'

/** `npm run bench:storm`: many customers call at once. Ends with 1 when one was lost, or told too late. */
const options = wholeNumbers(
  'npm run bench:storm',
  {
    tickets: [1000, 'tickets that are opened'],
    seconds: [10, 'seconds in which they are'],
    mail: [60, 'seconds after which each must have had its first mail'],
    customers: [40, 'customers who call'],
  },
  process.argv.slice(2),
)

if (options !== undefined) {
  await runBench(async (shutdown) => {
    const machine = thisMachine()
    say('Starts a stack of its own')
    const running = await startRunning(await startGround(shutdown, say), shutdown)
    const wanted = { lot: 'storm', customers: options.customers, reporters: 3, staff: smallDesk }
    const customers = await addCustomers(running.database, wanted)
    say('Opens a few tickets first')
    await storm(running, customers, { tickets: 20, seconds: 2 })
    say(`Opens ${options.tickets} tickets in ${options.seconds} s`)
    const outcome = await storm(running, customers, options)
    const verdicts = stormVerdicts(outcome, options.mail)
    keep('storm', { machine, options, ...outcome, faults: outcome.faults.length })
    for (const fault of outcome.faults.slice(0, 20)) say(fault)
    console.log(
      `${stormTable(outcome)}\nAnswers by status: ${JSON.stringify(outcome.statuses)}\n${verdictTable(verdicts)}`,
    )
    return verdicts.every(({ reached }) => reached) ? 0 : 1
  })
}
