import { EventEmitter } from 'node:events'
import { expect, test } from '@jest/globals'
import type { Response } from 'express'
import { createCeilings } from '../../http/ceilings.ts'

const hourly = { most: 2, seconds: 3600, instead: 'Call us.' }

/** Asks with that key, or one of its own, and is answered with that status unless the ceiling is reached. */
function asking() {
  const count = createCeilings()
  let asked = 0
  return async (statusCode: number, key = `own ${asked++}`): Promise<number> => {
    const response = Object.assign(new EventEmitter(), { statusCode })
    const stopped = await count(response as unknown as Response, [[hourly, 'Jiangzhou']], key).then(
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

test('what was answered 202 happens mostly after all: it is counted, so that a slow engine lifts no ceiling', async () => {
  const ask = asking()
  expect([await ask(202), await ask(202), await ask(202), await ask(201)]).toEqual([202, 202, 429, 429])
})

test('what is asked again with the same key counts once, and goes on however often, even when the rest is used up', async () => {
  const ask = asking()
  for (let times = 0; times < 5; times++) expect(await ask(202, 'mine')).toBe(202)
  expect([await ask(201), await ask(201)]).toEqual([201, 429])
  expect([await ask(503, 'mine'), await ask(201, 'mine'), await ask(201)]).toEqual([503, 201, 429])
})

test.each([400, 404, 409, 503])('what was answered %i may be asked for again, however often', async (status) => {
  const ask = asking()
  for (let times = 0; times < 5; times++) expect(await ask(status)).toBe(status)
  for (let times = 0; times < 5; times++) expect(await ask(status, 'mine')).toBe(status)
  expect([await ask(201, 'mine'), await ask(201), await ask(201), await ask(201, 'mine')]).toEqual([201, 201, 429, 201])
})

test('what was stopped is counted when it is asked for again later, with the same key', async () => {
  const ask = asking()
  expect([await ask(201), await ask(201), await ask(201, 'mine'), await ask(201, 'mine')]).toEqual([201, 201, 429, 429])
})
