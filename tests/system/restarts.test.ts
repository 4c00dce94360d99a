import { rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { Client, Connection } from '@temporalio/client'
import { connectDatabase } from '../../platform/database.ts'
import { until } from '../support/time/until.ts'
import { Journal } from './journal.ts'
import { live, outstanding, tokenOf } from './lives.ts'
import { expectInvariants } from './oracle.ts'
import { databaseUrlOf, killPart, mailsOf, type StackPart } from './stack-parts.ts'
import { type Address, dataFolder, removeFolder, runningOn, StartedStack } from './started-stack.ts'

const minutes = (count: number) => count * 60_000
const calledOnStart: Record<StackPart, string> = {
  postgres: 'PostgreSQL',
  'temporal-server': 'The Temporal server',
  'temporal-ui': 'The Temporal UI',
  'mail-catcher': 'The mail catcher',
}

let folder: string
let stack: StartedStack
let address: Address

beforeEach(async () => {
  folder = await dataFolder()
  stack = new StartedStack(['--data', folder, '--ports', 'auto', '--json'])
  address = await stack.ready()
}, minutes(10))

afterEach(async () => {
  await stack.stop('SIGTERM')
  await removeFolder(folder)
})

describe('A part of npm start that is killed with -9', () => {
  test(
    'in the middle of a burst is up again by itself, and all that was promised holds (I1 to I8); a fourth time ends it',
    async () => {
      const journal = new Journal(address.api)
      const burst = Promise.all(Array.from({ length: 24 }, (_, index) => live(journal, address.users, index, 400)))
      const reader = new Reader(address)
      const allParts: StackPart[] = ['mail-catcher', 'postgres', 'temporal-ui', 'temporal-server', 'postgres']
      for (const part of allParts) {
        await sleep(1000)
        reader.answers.clear()
        await killAndAwait(part)
        // Tickets are read from PostgreSQL alone; a page may be up again sooner than one is read in a burst.
        await until(async () => reader.answers.size > 0)
        if (part !== 'postgres') expect([part, ...reader.answers]).toEqual([part, 200])
      }
      await burst
      await reader.stop()
      expect(restartsSaid('postgres')).toBe(2)
      expect(stack.messages).toMatch(
        /^PostgreSQL ended by itself; started again in \d+\.\d s \(1 of 3 in ten minutes\)$/m,
      )
      // Nobody was told anything but yes, not yet, or ask again.
      const answers = new Set(journal.entries.flatMap((entry) => entry.answers))
      expect([...answers].filter((answer) => ![200, 201, 202, 503].includes(Number(answer)))).toEqual([])
      expect(answers).toContain(503)
      expect([...journal.refusals]).toEqual([expect.stringMatching(/^\d+$/)])
      await expectAllPromises(journal)
      // It was killed once before: the fourth time in ten minutes ends the start.
      for (let time = 2; time <= 3; time++) await killAndAwait('mail-catcher')
      await killPart(folder, 'mail-catcher')
      expect(await stack.exitCode()).toBe(1)
      expect(stack.messages).toContain('The mail catcher ended by itself again and again')
      expect(stack.messages).toContain('It ended with signal SIGKILL')
      expect(await runningOn(folder)).toEqual([])
    },
    minutes(10),
  )

  test(
    'and cannot come up any more ends the start with the reason, and leaves no process',
    async () => {
      await rm(path.join(folder, 'postgres', 'global', 'pg_control'))
      await killPart(folder, 'postgres')
      expect(await stack.exitCode()).toBe(1)
      expect(stack.messages).toContain('PostgreSQL ended by itself again and again')
      expect(stack.messages).toContain(`The end of its log, ${path.join(folder, 'logs', 'postgres.log')}:`)
      expect(stack.messages).toContain('could not open file')
      expect(await runningOn(folder)).toEqual([])
    },
    minutes(10),
  )
})

async function killAndAwait(part: StackPart): Promise<void> {
  const before = restartsSaid(part)
  await killPart(folder, part)
  const again = until(async () => restartsSaid(part) > before, minutes(3))
  const ended = stack.exitCode().then((code) => {
    throw new Error(`It ended with ${code}:\n${stack.messages.slice(-3000)}`)
  })
  await Promise.race([again, ended])
}

const restartsSaid = (part: StackPart) =>
  stack.messages.split(`\n${calledOnStart[part]} ended by itself; started again`).length - 1

async function expectAllPromises(journal: Journal): Promise<void> {
  const taskQueue = 'aftercare'
  const database = connectDatabase(await databaseUrlOf(folder), 5)
  const connection = await Connection.connect({ address: address.temporal })
  try {
    const client = new Client({ connection, namespace: 'aftercare' })
    await until(async () => (await outstanding(database, client, taskQueue)) === 0, minutes(4))
    const mails = await mailsOf(folder)
    await expectInvariants({ database, client, taskQueue, mails, entries: journal.entries })
  } finally {
    await connection.close()
    await database.$disconnect()
  }
}

/** Goes on asking for the list of tickets. */
class Reader {
  readonly answers = new Set<number>()
  private reading = true
  private readonly done: Promise<void>

  constructor({ api, users }: Address) {
    const headers = { authorization: `Bearer ${tokenOf(users, 'agent')}` }
    this.done = (async () => {
      while (this.reading) {
        const { status } = await fetch(`${api}/v1/tickets?limit=1`, { headers })
        this.answers.add(status)
        await sleep(20)
      }
    })()
  }

  stop(): Promise<void> {
    this.reading = false
    return this.done
  }
}
