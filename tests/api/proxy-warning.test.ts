import { expect, test } from '@jest/globals'
import pino from 'pino'
import { startApi } from '../../bin/api.ts'
import { loadConfig } from '../../platform/config.ts'

/** What the API says at its start, at level 40 and above. */
async function warnings(settings: Record<string, string>): Promise<{ level: number; msg: string }[]> {
  const lines: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) })
  const unused = { DATABASE_URL: 'postgresql://127.0.0.1:1/none', TEMPORAL_ADDRESS: '127.0.0.1:1' }
  const config = loadConfig({ TRUST_PROXY: '', ...unused, ...settings })
  const api = await startApi({ ...config, api: { ...config.api, port: 0 } }, logger)
  await api.close()
  return lines.map((line) => JSON.parse(line))
}

test('M5: the start warns when a proxy is likely and nobody is believed, and says what to set', async () => {
  const said = await warnings({ PUBLIC_URL: 'https://desk.example' })
  expect(said).toEqual([expect.objectContaining({ level: 40, msg: expect.stringContaining('Set TRUST_PROXY to') })])
})

test.each([
  ['the proxy is named', { PUBLIC_URL: 'https://desk.example', TRUST_PROXY: 'uniquelocal' }],
  ['nobody being believed is meant', { PUBLIC_URL: 'https://desk.example', TRUST_PROXY: '0' }],
  ['no proxy is likely', { PUBLIC_URL: 'http://desk.example' }],
])('M5: it warns of nothing when %s', async (_when, settings) => {
  expect(await warnings(settings)).toEqual([])
})
