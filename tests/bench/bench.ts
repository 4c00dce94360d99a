import path from 'node:path'
import { query } from '../../platform/embedded/postgres.ts'
import { startBare } from './bare/bare.ts'
import { statementsOf } from './measures/statements.ts'
import { fill } from './lists/fill.ts'
import { measure } from './measure.ts'
import { reportOf } from './report/report.ts'
import { keep } from './report/results.ts'
import { addCustomers, smallDesk } from './stack/customers.ts'
import { startGround } from './stack/ground.ts'
import { thisMachine } from './measures/machine.ts'
import { wholeNumbers } from './stack/options.ts'
import { runBench, say } from './stack/run.ts'
import { startRunning } from './stack/running.ts'

/** `npm run bench`: what a lifecycle costs, beside a bare workflow of its shape on the same engine. */
const options = wholeNumbers(
  'npm run bench',
  {
    lifecycles: [150, 'lifecycles in each lap'],
    clients: [32, 'clients at once'],
    turns: [3, 'laps of the product and of the bare workflow, in turns'],
    'warm-up': [50, 'lifecycles before anything is measured'],
    alone: [20, 'lifecycles by one client'],
    counted: [10, 'lifecycles of which events and statements are counted'],
    replies: [0, 'more messages of ours in each lifecycle'],
    customers: [40, 'customers whose tickets they are'],
    filled: [0, 'tickets of years that lie in the database already'],
    'more-apis': [0, 'API processes beside what npm start runs'],
    'more-workers': [0, 'workers beside what npm start runs'],
  },
  process.argv.slice(2),
)

if (options !== undefined) {
  await runBench(async (shutdown) => {
    const machine = thisMachine()
    say('Starts a stack of its own')
    const ground = await startGround(shutdown, say)
    if (options.filled > 0) await fillWithOld(new URL('/aftercare', ground.postgresUrl).href, options.filled)
    const beside = { apis: options['more-apis'], workers: options['more-workers'] }
    const running = await startRunning(ground, shutdown, {}, beside)
    const bare = await startBare(ground)
    shutdown.before(bare.stop)
    const customers = await addCustomers(running.database, {
      lot: 'bench',
      customers: options.customers,
      reporters: 3,
      staff: smallDesk,
    })
    const log = path.join(ground.folder, 'logs', 'postgres.log')
    const measured = await measure(
      { ...options, warmUp: options['warm-up'], aftermathMs: 1500 },
      { running, customers, bare, statementsOf: (work) => statementsOf(ground.postgresUrl, log, work), say },
    )
    const result = { machine, options, ...measured }
    keep('bench', result)
    console.log(reportOf(result))
    return 0
  })
}

/** All of them closed: an unfinished one without a process would be given one by the watch. */
async function fillWithOld(admin: string, tickets: number): Promise<void> {
  await fill(admin, tickets, new Date(), say)
  const unset = ['nextDeadlineAt', 'nextDueAt', 'overdueFrom', 'promisedDueAt', 'promiseLateFrom', 'calledTier']
  const nothingDue = unset.map((column) => `"${column}" = NULL`).join(', ')
  const unfinished = `"status" NOT IN ('closed', 'cancelled')`
  await query(admin, `UPDATE "Ticket" SET "status" = 'closed', ${nothingDue} WHERE ${unfinished}`)
}
