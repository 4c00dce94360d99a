import { EventEmitter } from 'node:events'
import { expect, test } from '@jest/globals'
import type { Response } from 'express'
import { createCeilings } from '../../http/ceilings.ts'

const hourly = { most: 2, seconds: 3600, instead: 'Call us.' }

/** Asks, and is answered with that status unless the ceiling is reached. */
function asking() {
  const count = createCeilings()
  return async (statusCode: number): Promise<number> => {
    const response = Object.assign(new EventEmitter(), { statusCode })
    const stopped = await count(response as unknown as Response, [[hourly, 'Jiangzhou']]).then(
      () => false,
      () => true,
    )
    if (stopped) response.statusCode = 429
    response.emit('finish')
    return response.statusCode
  }
}

test('a ceiling counts what was done, and stops what is one too many', async () => {
  const ask = asking()
  expect([await ask(201), await ask(200), await ask(201), await ask(201)]).toEqual([201, 200, 429, 429])
})

test.each([400, 404, 409, 503, 202])('what was answered %i may be asked for again, however often', async (status) => {
  const ask = asking()
  for (let times = 0; times < 5; times++) expect(await ask(status)).toBe(status)
  expect([await ask(201), await ask(201), await ask(201)]).toEqual([201, 201, 429])
})
