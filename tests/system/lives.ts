import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '@temporalio/client'
import type { PrismaClient } from '../../prisma/client/client.ts'
import { progressQuery } from '../../workflows/messages/ticket.ts'
import type { Journal } from './journal.ts'

interface User {
  role: string
  token: string
}

/** One ticket; each act carries its own key in a text of its, by which the audit shows how often it was done. Answers its id. */
export async function live(journal: Journal, users: User[], index: number, apartMs: number): Promise<string> {
  const post = async (role: string, path: string, text: (key: string) => object) => {
    const key = randomUUID()
    const answer = await journal.post<{ id: string }>(tokenOf(users, role), path, key, text(key))
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await sleep(index * apartMs)
  const { id } = await post('customer', '/v1/tickets', (key) => ({
    contractId: 'ctr_jiangzhou',
    subject: `办件提交失败 ${index}`,
    description: key,
  }))
  const act = (role: string, noun: string, text: (key: string) => object) =>
    post(role, `/v1/tickets/${id}/${noun}`, text)
  await act('engineer', 'responses', (key) => ({ message: key }))
  await act('customer', 'replies', (key) => ({ message: key }))
  await act('engineer', 'replies', (key) => ({ message: key }))
  await act('agent', 'resolution', (key) => ({ cause: key, fix: '扩容', verification: '验证通过' }))
  if (index % 3 === 0) return id
  await act('customer', 'sign-off-refusal', (key) => ({ reason: key }))
  return id
}

/** Two tickets each want the same engineer at the same time; answers whether this one has him. */
export async function wantSomebody(journal: Journal, users: User[], id: string, hour: number): Promise<boolean> {
  const key = randomUUID()
  const at = (minutes: number) => new Date(wantedFrom + (60 * hour + minutes) * 60_000).toISOString()
  const wanted = { engineerId: 'usr_chenhao', purpose: key, from: at(0), until: at(60) }
  const { status, body } = await journal.post(tokenOf(users, 'agent'), `/v1/tickets/${id}/visits`, key, wanted)
  if (status !== 200 && status !== 409) throw new Error(`visits: ${JSON.stringify(body)}`)
  return status === 200
}

const wantedFrom = Date.now() + 3_600_000

export function tokenOf(users: User[], role: string): string {
  const user = users.find((one) => one.role === role)
  if (user === undefined) throw new Error(`No demo user is ${role}`)
  return user.token
}

/** Mails and records that tickets still owe. */
export async function outstanding(database: PrismaClient, client: Client, taskQueue: string): Promise<number> {
  let owed = await database.outbox.count()
  const query = `TaskQueue = '${taskQueue}' AND WorkflowType = 'ticket' AND ExecutionStatus = 'Running'`
  for await (const { workflowId } of client.workflow.list({ query })) {
    const { state, recorded } = await client.workflow.getHandle(workflowId).query(progressQuery)
    owed += state.version - recorded
  }
  return owed
}
