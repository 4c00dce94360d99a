import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { live } from './lives.ts'
import { TwoPrograms } from './two-programs.ts'

let programs: TwoPrograms
beforeAll(async () => {
  programs = await TwoPrograms.start()
})
afterAll(() => programs.close())

/** At most five mails of each go to the one customer's address: fewer than 100 in all, since more an hour would have to wait. */
const lives = 19

describe('kill -9 of the worker, the post office with it, and of the API in the middle of a burst', () => {
  test('loses nothing that was answered, doubles nothing, leaves nothing stuck or silent (I1 to I6, I8)', async () => {
    const { journal, users } = programs
    const burst = Promise.all(Array.from({ length: lives }, (_, index) => live(journal, users, index, 140)))
    for (const victim of ['worker', 'api', 'worker', 'api'] as const) {
      await sleep(1200)
      await programs.kill(victim)
      await sleep(300)
      await programs.launch(victim)
    }
    await burst.catch((error: unknown) => {
      throw new Error([String(error), ...programs.faults.slice(0, 3)].join('\n'))
    })
    expect(journal.entries.flatMap((entry) => entry.answers)).toContain('none')
    await programs.expectWhole()
  }, 600_000)
})
