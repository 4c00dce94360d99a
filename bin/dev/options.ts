import { parseArgs } from 'node:util'
import { ConfigError } from '../../platform/config.ts'

const usage = `npm start -- [--data DIR] [--ports auto] [--json]
  --data DIR     keep all data there instead of in ./data
  --ports auto   take free ports, so that several stacks run side by side
  --json         say where everything is as one line of JSON on standard output`

/** Of the command line of `npm start`. Throws ConfigError. */
export function readOptions(args: string[]): { data?: string; anyPorts: boolean; json: boolean } {
  try {
    const { values } = parseArgs({
      args,
      options: { data: { type: 'string' }, ports: { type: 'string' }, json: { type: 'boolean', default: false } },
    })
    if (values.ports !== undefined && values.ports !== 'auto') throw new Error('--ports takes "auto" only')
    return { data: values.data, anyPorts: values.ports === 'auto', json: values.json }
  } catch (error) {
    throw new ConfigError(`${error instanceof Error ? error.message : error}\n\n${usage}`)
  }
}
