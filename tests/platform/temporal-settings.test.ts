import { readFile } from 'node:fs/promises'
import { expect, test } from '@jest/globals'
import { dynamicSettings } from '../../platform/embedded/temporal-settings.ts'

test('what may wait at one ticket fits into one message, and is the same in compose (C1)', async () => {
  const settings = dynamicSettings({ sandboxClock: false, attributesAreNew: false })
  const bytes = settings['history.maxInFlightUpdatePayloads'][0]?.value
  const acts = settings['history.maxInFlightUpdates'][0]?.value
  // 4 MiB, with as much left for what a task says besides.
  expect(bytes).toBeLessThanOrEqual(2 * 1024 * 1024)
  const compose = await readFile(new URL('../../tools/temporal-server/dynamic-config.yaml', import.meta.url), 'utf8')
  expect(compose).toContain(`history.maxInFlightUpdates:\n  - value: ${acts}\n`)
  expect(compose).toContain(`history.maxInFlightUpdatePayloads:\n  - value: ${bytes}\n`)
})

test('the server looks for search attributes at each read only until they are registered', () => {
  const forced = (attributesAreNew: boolean) =>
    dynamicSettings({ sandboxClock: true, attributesAreNew })['system.forceSearchAttributesCacheRefreshOnRead']
  expect(forced(true)).toEqual([{ value: true }])
  expect(forced(false)).toEqual([{ value: false }])
})
