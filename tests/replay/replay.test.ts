import { readdirSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { historyFromJSON } from '@temporalio/common/lib/proto-utils.js'
import { Worker } from '@temporalio/worker'
import { loadConfig } from '../../platform/config.ts'
import { workflowBundle } from '../../platform/workflow-bundle.ts'

const folder = new URL('./histories/', import.meta.url)
const histories = readdirSync(folder)

describe('A ticket that is running when the code changes', () => {
  let bundle: Awaited<ReturnType<typeof workflowBundle>>
  beforeAll(async () => {
    bundle = await workflowBundle(loadConfig().cacheDir)
  })

  test('there are histories to replay, also of a run that continued as new', () => {
    expect(histories).toEqual(expect.arrayContaining(['golden-path.json', 'continued-as-new-2.json']))
  })

  test.each(histories)('goes on: %s replays', async (file) => {
    const history = historyFromJSON(JSON.parse(readFileSync(new URL(file, folder), 'utf8')))
    await Worker.runReplayHistory({ workflowBundle: bundle }, history)
  })
})
