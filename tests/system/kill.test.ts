import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { live, wantSomebody } from './lives.ts'
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
    const had: number[] = []
    const burst = Promise.all(
      Array.from({ length: lives }, async (_, index) => {
        const id = await live(journal, users, index, 140)
        if (index % 3 === 0) return
        const pair = Math.floor(index / 3)
        if (await wantSomebody(journal, users, id, pair)) had[pair] = (had[pair] ?? 0) + 1
      }),
    )
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
    // R4.1: of each two tickets that wanted him one has him, and nobody is booked for what is not in a history.
    expect(had).toEqual(Array(Math.floor(lives / 3)).fill(1))
    await programs.expectWhole()
  }, 600_000)
})
