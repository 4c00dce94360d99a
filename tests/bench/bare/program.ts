import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client'
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Runtime, Worker } from '@temporalio/worker'
import pLimit from 'p-limit'
import { Pool } from 'pg'
import { Stopwatch } from '../measures/stopwatch.ts'
import { bareActivities } from './activities.ts'
import { type BareLap, type BareLapDone, type BarePlace, bareTaskQueue } from './messages.ts'

/**
 * The bare workflow's worker, and its client, which puts the updates to it as the product's API does: both in one process,
 * as API and worker are in `npm start`, so that their cost can be held against the product's.
 */
const { postgresUrl, temporalAddress: address, namespace } = JSON.parse(process.argv[2] ?? '') as BarePlace
const pool = new Pool({ connectionString: postgresUrl, max: 30 })
const logger = new DefaultLogger('WARN')
Runtime.install({ logger, shutdownSignals: [] })
const [native, connection, workflowBundle] = await Promise.all([
  NativeConnection.connect({ address }),
  Connection.connect({ address }),
  bundleWorkflowCode({ workflowsPath: fileURLToPath(new URL('workflow.ts', import.meta.url)), logger }),
])
const worker = await Worker.create({
  connection: native,
  namespace,
  taskQueue: bareTaskQueue,
  workflowBundle,
  activities: bareActivities(pool),
  // As the product's.
  maxCachedWorkflows: 500,
})
const client = new Client({ connection, namespace })
/** As long as what people write. */
const body = 'x'.repeat(200)
const running = worker.run()
process.on('message', (lap: BareLap) => {
  void run(lap).then((done) => process.send?.(done))
})
process.on('disconnect', () => void stop())
process.send?.({ ready: true })

async function run({ lives, clients, updates }: BareLap): Promise<BareLapDone> {
  const watch = new Stopwatch<'update'>()
  const began = performance.now()
  const workflowIds = await pLimit(clients).map(Array.from({ length: lives }), async () => {
    const workflowId = `bare/${randomUUID()}`
    await watch.time('update', () => open(workflowId))
    const handle = client.workflow.getHandle(workflowId)
    for (let done = 1; done < updates; done++) {
      await watch.time('update', () => handle.executeUpdate('step', { args: [body], updateId: randomUUID() }))
    }
    return workflowId
  })
  return { seconds: (performance.now() - began) / 1000, updates: watch.spread(), workflowIds }
}

function open(workflowId: string): Promise<unknown> {
  const startWorkflowOperation = new WithStartWorkflowOperation('bare', {
    workflowId,
    taskQueue: bareTaskQueue,
    args: [workflowId],
    workflowIdConflictPolicy: 'USE_EXISTING',
  })
  const update = { startWorkflowOperation, args: [body], updateId: randomUUID() }
  return client.workflow.executeUpdateWithStart('step', update)
}

async function stop(): Promise<void> {
  worker.shutdown()
  await running
  await Promise.all([native.close(), connection.close(), pool.end()])
  process.exit()
}
