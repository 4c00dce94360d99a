import { createServer, connect as dial, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'

type Listen = () => (bytes: Buffer) => void

/** Stands between a client and a server, and breaks the line as a test tells it to. */
export class TcpProxy {
  private readonly sockets = new Set<Socket>()
  private isDown = false
  /** Called when a client sends bytes with this text; what the server answers from then on is lost. */
  private swallow: { text: string; lost: () => void } | undefined
  private readonly server = createServer((client) => this.join(client))
  private readonly target: { host: string; port: number }

  /** Made for each line that a client opens; is given all that it sends. */
  private readonly listen: Listen

  private constructor(target: { host: string; port: number }, listen: Listen) {
    this.target = target
    this.listen = listen
  }

  static async to(host: string, port: number, listen: Listen = () => () => undefined): Promise<TcpProxy> {
    const proxy = new TcpProxy({ host, port }, listen)
    await new Promise<void>((resolve) => proxy.server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  /** Before the server that a URL leads to. */
  static before(url: string, listen?: Listen): Promise<TcpProxy> {
    const { hostname, port } = new URL(url)
    return TcpProxy.to(hostname, Number(port), listen)
  }

  /** The same URL, by way of the proxy. */
  through(url: string): string {
    const proxied = new URL(url)
    proxied.port = String(this.port)
    return proxied.href
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port
  }

  /** All lines break, and no new one is taken. */
  down(): void {
    this.isDown = true
    for (const socket of this.sockets) socket.destroy()
  }

  up(): void {
    this.isDown = false
  }

  /** The next time a client sends this, the server gets it and its answer is lost: done, and nobody told. */
  loseAnswerTo(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.swallow = { text, lost: resolve }
    })
  }

  async close(): Promise<void> {
    this.down()
    await new Promise((resolve) => this.server.close(resolve))
  }

  private join(client: Socket): void {
    if (this.isDown) return void client.destroy()
    const server = dial(this.target)
    let isDeaf = false
    this.hold(client, server)
    this.hold(server, client)
    const heard = this.listen()
    client.on('data', (bytes) => {
      heard(bytes)
      const { swallow } = this
      if (swallow && bytes.includes(swallow.text)) {
        this.swallow = undefined
        isDeaf = true
        // The line is cut only after the server had time to carry out what it was sent.
        setTimeout(() => {
          swallow.lost()
          client.destroy()
        }, 300)
      }
      server.write(bytes)
    })
    server.on('data', (bytes) => isDeaf || client.write(bytes))
  }

  private hold(socket: Socket, other: Socket): void {
    this.sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      this.sockets.delete(socket)
      other.destroy()
    })
  }
}
