import { ConfigError } from '../../platform/config.ts'
import { DataFolderError } from '../../platform/embedded/data-folder.ts'
import { PortBusy } from '../../platform/embedded/ports.ts'
import { NoEngine } from '../../platform/embedded/temporal-engine.ts'

/** What we foresee is said plainly; anything else with where it happened. */
export function explain(error: unknown): string {
  if ([ConfigError, DataFolderError, PortBusy, NoEngine].some((kind) => error instanceof kind)) {
    return (error as Error).message
  }
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? `\nBecause: ${error.cause.message}` : ''
  return `${error.stack ?? error.message}${cause}\nThe parts' own logs are in the folder logs below the data folder.`
}
