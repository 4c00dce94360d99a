import cliProgress from 'cli-progress'
import { freePorts } from '../../platform/embedded/ports.ts'
import { lateness, openMany, patientPolicy, rest, restart, settled, urgentPolicy } from './lives/waiting.ts'
import { keep } from './report/results.ts'
import { verdictTable } from './report/table.ts'
import { type Waiting, waitingTable, waitingVerdicts } from './report/waiting.ts'
import { memoryOf } from './measures/cpu.ts'
import { addCustomers } from './stack/customers.ts'
import { startGround } from './stack/ground.ts'
import { thisMachine } from './measures/machine.ts'
import { wholeNumbers } from './stack/options.ts'
import { runBench, say } from './stack/run.ts'
import { startRunning } from './stack/running.ts'

/** `npm run bench:waiting`: what tickets cost that wait. Ends with 1 when they cost what they must not. */
const options = wholeNumbers(
  'npm run bench:waiting',
  {
    tickets: [20_000, 'tickets that wait'],
    minutes: [10, 'minutes in which nothing is due'],
    clients: [48, 'clients who open them'],
    customers: [40, 'customers whose tickets they are'],
  },
  process.argv.slice(2),
)

if (options !== undefined) {
  await runBench(async (shutdown) => {
    const machine = thisMachine()
    say('Starts a stack of its own')
    const [port] = await freePorts(1)
    const running = await startRunning(await startGround(shutdown, say), shutdown, { METRICS_PORT: String(port) })
    const metrics = `http://127.0.0.1:${port}/metrics`
    const { customers: count, tickets, minutes } = options
    // So many contacts that none has the mails of more than fifty.
    const crowd = { customers: count, reporters: Math.ceil(tickets / count / 50), staff: ['usr_hemiao', 'usr_lijing'] }
    const customers = await addCustomers(running.database, { lot: 'patient', policy: patientPolicy, ...crowd })
    const urgent = await addCustomers(running.database, { lot: 'urgent', policy: urgentPolicy, ...crowd, customers: 1 })

    const memoryBefore = memoryOf(running.product.pid)
    say(`Opens ${tickets} tickets`)
    const bar = new cliProgress.SingleBar({
      format: '{bar} {value}/{total} · {eta_formatted} left',
      noTTYOutput: true,
      notTTYSchedule: 10_000,
      // Ctrl-C is ours.
      gracefulExit: false,
    })
    bar.start(tickets, 0)
    const began = performance.now()
    const opened = await openMany(running, customers, options, (there) => bar.update(there)).finally(() => bar.stop())
    const openedRate = tickets / ((performance.now() - began) / 1000)
    say('Waits until everybody is told')
    await running.box.until(() => opened.every(({ ticket }) => running.box.mailsOf(ticket.number).length > 0))
    await settled(metrics, 15)
    const memoryAfter = memoryOf(running.product.pid)

    say(`Nothing is due for ${minutes} minutes`)
    const resting = await rest(running, metrics, 60 * minutes)
    say('One promises an answer within a minute')
    const latenessMs = await lateness(running, urgent)
    say('Starts API and worker again')
    const restarted = await restart(running, opened, 50)

    const result: Waiting = {
      ...{ tickets, opened: openedRate, memoryBefore, memoryAfter },
      ...{ rest: resting, latenessMs, restart: restarted },
    }
    const verdicts = waitingVerdicts(result)
    keep('waiting', { machine, options, ...result })
    console.log(`${waitingTable(result)}\n${verdictTable(verdicts)}`)
    return verdicts.every(({ reached }) => reached) ? 0 : 1
  })
}
