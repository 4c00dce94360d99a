import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { loadConfig, requireConnections } from '../../platform/config.ts'

const text = (file: string) => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8')
const named = (file: string, pattern: RegExp) => [...text(file).matchAll(pattern)].map((match) => match[1])

test('.env.example lists every setting, and nothing that nobody reads', () => {
  const known = named('platform/config.ts', /^ {2}([A-Z][A-Z_]+):/gm)
  const compose = named('docker-compose.yml', /\$\{([A-Z][A-Z_]+)/g)
  const listed = named('.env.example', /^#?([A-Z][A-Z_]+)=/gm)
  expect(known).toContain('DATABASE_URL')
  expect(known.filter((name) => !listed.includes(name))).toEqual([])
  expect(listed.filter((name) => ![...known, ...compose].includes(name))).toEqual([])
})

test('a service that runs by itself is told which connections it lacks', () => {
  const alone = loadConfig({ DATABASE_URL: 'postgresql://db/aftercare', TEMPORAL_ADDRESS: '', SMTP_URL: '' })
  expect(() => requireConnections(alone)).toThrow('Set TEMPORAL_ADDRESS, SMTP_URL')
})

test("a ticket's time can be moved only with a Temporal of our own, unless somebody says so", () => {
  expect(loadConfig({ TEMPORAL_ADDRESS: '' }).sandboxClock).toBe(true)
  expect(loadConfig({ TEMPORAL_ADDRESS: 'temporal:7233' }).sandboxClock).toBe(false)
  expect(loadConfig({ TEMPORAL_ADDRESS: 'temporal:7233', SANDBOX_CLOCK: 'true' }).sandboxClock).toBe(true)
})

test('links in mail begin with the configured address, without a slash at its end', () => {
  expect(loadConfig({ PUBLIC_URL: 'https://desk.example/' }).api.publicUrl).toBe('https://desk.example')
  expect(loadConfig({ PUBLIC_URL: '', API_PORT: '4000' }).api.publicUrl).toBe('http://localhost:4000')
})
