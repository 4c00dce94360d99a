import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startChild } from '../../platform/embedded/child-process.ts'
import { endRecordedProcess, recordedProcess, recordProcess } from '../../platform/embedded/recorded-process.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'aftercare-embedded-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('A process that an earlier start left behind', () => {
  test('is found by its pid and its command line, and ended', async () => {
    const child = spawn('sleep', ['321'])
    const ended = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)))
    const file = path.join(folder, 'sleep.json')
    recordProcess(file, child.pid ?? 0)
    expect(recordedProcess(file)?.pid).toBe(child.pid)
    await endRecordedProcess(file)
    expect(await ended).toBe('SIGKILL')
    expect(recordedProcess(file)).toBeUndefined()
  })

  test('is not confused with another program that has been given its pid', async () => {
    const file = path.join(folder, 'other.json')
    recordProcess(file, process.pid)
    const recorded = JSON.parse(readFileSync(file, 'utf8'))
    writeFileSync(file, JSON.stringify({ ...recorded, command: 'postgres -D elsewhere' }))
    // Would end this very test.
    await endRecordedProcess(file)
    expect(recordedProcess(file)).toBeUndefined()
  })
})

test('A part whose log cannot be written, since the disk is full, runs on, and can still say why it ended', async () => {
  mkdirSync(path.join(folder, 'logs'))
  symlinkSync('/dev/full', path.join(folder, 'logs', 'part.log'))
  const args = ['-c', 'echo one; sleep 0.2; echo two; exit 3']
  const child = await startChild({ name: 'part', dataDir: folder, command: '/bin/sh', args })
  expect(await child.died).toMatch(/^It ended with exit code 3\.[\s\S]*one\ntwo$/)
})
