import { setTimeout as sleep } from 'node:timers/promises'
import type { Bare } from './bare/bare.ts'
import { historyCounts, meanOf } from '../support/ticket/history-counts.ts'
import type { Statements } from './measures/statements.ts'
import { bareLap, type Lap, mailsOfEach, type ProductLap, productLap } from './lives/laps.ts'
import type { Act } from './lives/life.ts'
import { Stopwatch } from './measures/stopwatch.ts'
import type { Counts, Result } from './report/report.ts'
import { summaryOf, type Turn } from './report/summary.ts'
import type { BenchCustomer } from './stack/customers.ts'
import { memoryOf } from './measures/cpu.ts'
import { paceMs } from './measures/machine.ts'
import type { Running } from './stack/running.ts'
import { ticketWorkflowId } from '../../workflows/messages/ticket.ts'

export interface Plan {
  lifecycles: number
  clients: number
  turns: number
  warmUp: number
  alone: number
  counted: number
  replies: number
  /** What is still done when the last answer and the last mail are out is left to neither half. */
  aftermathMs: number
}

export interface Stage {
  running: Running
  customers: BenchCustomer[]
  bare: Bare
  /** What a piece of work asks of each database. */
  statementsOf(work: () => Promise<unknown>): Promise<Statements>
  say(line: string): void
}

/**
 * Product and bare workflow in turns, after a warm-up; then one client alone, and a few lives that are counted. Throws
 * when a life was sent fewer or more mails than the others.
 */
export async function measure(plan: Plan, stage: Stage): Promise<Omit<Result, 'machine' | 'options'>> {
  const { running, bare, say } = stage
  const { box, parts } = running
  const lap: Lap = { lives: plan.lifecycles, clients: plan.clients, replies: plan.replies }
  const track = { ...running, customers: stage.customers }
  const { temporal, postgres } = parts
  const bareTrack = { parts: { temporal, postgres, 'bare worker and client': [bare.pid] } }
  const laps: ProductLap[] = []
  const product = async (how: Lap, mails: number) => {
    const done = await productLap(track, how, mails)
    laps.push(done)
    await sleep(plan.aftermathMs)
    return done
  }

  say(`Warms up with ${plan.warmUp} lifecycles`)
  const warmUp = { ...lap, lives: plan.warmUp }
  const { tickets } = await product(warmUp, 0)
  const mailsEach = await mailsOfEach(box, tickets)
  await bareLap(bare, bareTrack, warmUp)

  say(`One client, ${plan.alone} lifecycles`)
  const alone = await product({ ...lap, lives: plan.alone, clients: 1 }, mailsEach)

  const turns: Turn[] = []
  const watch = new Stopwatch<Act>()
  for (let turn = 1; turn <= plan.turns; turn++) {
    const pace = paceMs()
    const ours = await product(lap, mailsEach)
    const theirs = await bareLap(bare, bareTrack, lap)
    await sleep(plan.aftermathMs)
    watch.add(ours.watch)
    const { seconds, drainedSeconds, cpu } = ours
    const lives = plan.lifecycles
    turns.push({ lives, seconds, drainedSeconds, cpu, bareSeconds: theirs.seconds, bareCpu: theirs.cpu, paceMs: pace })
    const rates = [lives / seconds, lives / drainedSeconds, lives / theirs.seconds].map((rate) => rate.toFixed(1))
    say(`Turn ${turn} of ${plan.turns}: ${rates[0]} lifecycles/s, ${rates[1]} until the last mail; bare ${rates[2]}`)
  }

  say(`Counts what ${plan.counted} lifecycles ask for`)
  const few = { ...lap, lives: plan.counted, clients: 4 }
  const ours = await counted(stage, async () =>
    (await product(few, mailsEach)).tickets.map(({ id }) => ticketWorkflowId(id)),
  )
  const theirs = await counted(stage, async () => (await bareLap(bare, bareTrack, few)).workflowIds)

  const lives = laps.flatMap((one) => one.tickets)
  await mailsOfEach(box, lives)
  const [head = 0] = parts['API and worker']
  return {
    ...{ turns, acts: watch.spreads(), oneClient: alone.watch.spreads() },
    ...{ product: ours, bare: theirs, mailsEach, repeats: box.repeats },
    memory: memoryOf(head),
    statuses: totalOf(laps.map(({ statuses }) => statuses)),
    summary: summaryOf(turns, alone.watch.spread((act) => act !== 'open').p50),
  }
}

/** `lap` answers the workflows that it was about. */
async function counted({ running, statementsOf }: Stage, lap: () => Promise<string[]>): Promise<Counts> {
  let ids: string[] = []
  const asked = await statementsOf(async () => {
    ids = await lap()
  })
  const histories = await Promise.all(ids.map((id) => historyCounts(running.client, id)))
  const statements = Object.fromEntries(Object.entries(asked).map(([name, count]) => [name, count / ids.length]))
  return { history: meanOf(histories), statements }
}

function totalOf(all: readonly Record<string, number>[]): Record<string, number> {
  const total: Record<string, number> = {}
  for (const counts of all) {
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count
  }
  return total
}
