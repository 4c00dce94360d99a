import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import NodeClam from 'clamscan'

/** Answers the name of what is wrong with these bytes, if anything is. Throws when it cannot say. */
export type Scan = (bytes: Buffer) => Promise<string | undefined>

/** Asks a ClamAV daemon at `host:port`; without one, nothing is looked for. */
export function virusScanner(address: string | undefined, patienceMs = 30_000): Scan {
  if (address === undefined) return async () => undefined
  const { hostname: host, port } = new URL(`tcp://${address}`)
  // Looked for when it is first needed: whoever starts with us may need a minute to read its signatures.
  const options = {
    preference: 'clamdscan' as const,
    clamscan: { active: false },
    clamdscan: { active: true, host, port: Number(port), timeout: patienceMs, localFallback: false, bypassTest: true },
  }
  let scanner: Promise<NodeClam> | undefined
  return async (bytes) => {
    scanner ??= new NodeClam().init(options)
    const stream = Readable.from([bytes])
    // Its own time-out ends nothing where the daemon has taken the call and says no more.
    const scanned = await Promise.race([
      (await scanner).scanStream(stream),
      sleep(patienceMs, undefined, { ref: false }),
    ])
    stream.destroy()
    if (scanned === undefined) throw new Error('The virus scanner did not answer in time')
    const { isInfected, viruses } = scanned
    if (isInfected === null) throw new Error('The virus scanner did not say whether a file is clean')
    return isInfected ? (viruses[0] ?? 'a virus') : undefined
  }
}
