import { rehearse } from './rehearse/rehearse.ts'

process.exitCode = await rehearse(process.argv.slice(2))
