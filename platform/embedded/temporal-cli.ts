import path from 'node:path'
import { startChild } from './child-process.ts'
import { portAnswers, startPart } from './part.ts'
import type { TemporalServer } from './temporal-server.ts'

/** The CLI's own server, where ours cannot be built: its data are a file, and its page comes with it. */
export async function startTemporalCli(options: {
  command: string
  dataDir: string
  port: number
  uiPort: number
  sandboxClock: boolean
}): Promise<TemporalServer> {
  const { command, dataDir, port, uiPort, sandboxClock } = options
  const listen = ['--ip', '127.0.0.1', '--port', String(port), '--ui-port', String(uiPort)]
  const settings = [
    ...['--dynamic-config-value', `frontend.WorkflowTimeSkippingEnabled=${sandboxClock}`],
    ...['--dynamic-config-value', 'history.timerProcessorMaxTimeShift="10ms"'],
    ...(sandboxClock ? ['--dynamic-config-value', 'history.workflowIdReuseMinimalInterval="0s"'] : []),
  ]
  const part = await startPart({
    name: "The Temporal CLI's server",
    spawn: () =>
      startChild({
        name: 'temporal-cli',
        dataDir,
        command,
        inheritsEnvironment: true,
        args: ['server', 'start-dev', ...listen, '--db-filename', path.join(dataDir, 'temporal.db'), ...settings],
      }),
    attempt: () => portAnswers(port),
  })
  return { ...part, address: `127.0.0.1:${port}` }
}
