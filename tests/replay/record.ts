import { mkdir, rm, writeFile } from 'node:fs/promises'
import type proto from '@temporalio/proto'
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js'
import { ticketWorkflowId } from '../../workflows/messages/ticket.ts'
import { setUp } from '../support/stack/bring-up.ts'
import { ServiceDesk } from '../support/desk/service-desk.ts'
import { WorkflowDesk } from '../support/desk/workflow-desk.ts'
import { playRota } from './rota-story.ts'
import { stories } from './stories.ts'

/**
 * `npm run replay:record`: plays each story on the real engine and keeps the history of each of its runs. With names, those
 * stories alone, and the others' histories stay.
 */
const asked = process.argv.slice(2)
const folder = new URL('./histories/', import.meta.url)
const takeDown = await setUp()
const desk = await WorkflowDesk.start()
try {
  if (asked.length === 0) await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  for (const [name, play] of Object.entries(stories)) {
    if (asked.length > 0 && !asked.includes(name)) continue
    const id = await play(desk)
    await desk.settled(id).catch(() => undefined)
    const runs = await runsOf(id)
    for (const [index, runId] of runs.entries()) {
      const history = await desk.client.workflow.getHandle(ticketWorkflowId(id), runId).fetchHistory()
      const file = `${name}${runs.length > 1 ? `-${index + 1}` : ''}.json`
      await keep(file, history)
    }
  }
  if (asked.length === 0 || asked.includes('rota')) await recordRota()
} finally {
  await desk.close()
  await takeDown()
}

async function recordRota(): Promise<void> {
  const people = await ServiceDesk.start()
  try {
    const id = await playRota(people)
    await keep('rota.json', await people.client.workflow.getHandle(id).fetchHistory())
  } finally {
    await people.close()
  }
}

async function keep(file: string, history: proto.temporal.api.history.v1.IHistory): Promise<void> {
  await writeFile(new URL(file, folder), `${historyToJSON(history)}\n`)
  console.info(`${file}: ${history.events?.length} events`)
}

/** The runs of a ticket, oldest first: a run that continued as new is followed by the next. */
async function runsOf(id: string): Promise<string[]> {
  const first = await desk.client.workflow.getHandle(ticketWorkflowId(id)).describe()
  const runs = [first.runId]
  for await (const run of desk.client.workflow.list({ query: `WorkflowId = '${ticketWorkflowId(id)}'` })) {
    if (!runs.includes(run.runId)) runs.unshift(run.runId)
  }
  return runs
}
