import getPort, { portNumbers } from 'get-port'

/** Processes that start at the same moment look for ports in different places: each in a block of its own. */
const blockSize = 32
const blocks = 600
const firstPort = 12_000 + (process.pid % blocks) * blockSize

/**
 * So many ports that nobody listens on, each handed out once. Below 32,768, since the Temporal server keeps its ports in
 * a 16-bit column, and since the system gives those above to outgoing connections.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports: number[] = []
  while (ports.length < count) ports.push(await getPort({ host: '127.0.0.1', port: portNumbers(firstPort, 32_767) }))
  return ports
}

export class PortBusy extends Error {
  override readonly name = 'PortBusy'
}

/** Throws PortBusy, naming the setting that moves it, for the first port that somebody listens on already. */
export async function requireFree(ports: Record<string, number>): Promise<void> {
  for (const [setting, port] of Object.entries(ports)) {
    if ((await getPort({ port, host: '127.0.0.1' })) === port) continue
    throw new PortBusy(
      `Port ${port} is in use. Set ${setting} to another, use --ports auto, or stop what listens there (another npm start?).`,
    )
  }
}
