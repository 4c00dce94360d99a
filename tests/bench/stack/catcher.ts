import { SMTPServer } from 'smtp-server'
import type { Caught } from '../measures/post-box.ts'

/**
 * A mail server that keeps nothing and tells the bench of each mail by its ticket's number: a program of its own, so that
 * what it costs is known. It ends with whoever started it.
 */
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  onData(stream, _session, answer) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      // From here on it is ours, whether or not the sender hears of it.
      process.send?.(caught(Buffer.concat(chunks)))
      answer()
    })
  },
})
// A sender that hangs up.
server.on('error', () => undefined)
const listener = server.listen(0, '127.0.0.1', () => process.send?.({ ready: listener.address() }))
process.on('disconnect', () => process.exit())

function caught(mail: Buffer): Caught {
  const head = mail.subarray(0, mail.indexOf('\r\n\r\n')).toString('latin1')
  const [, number = ''] = /^Subject: \[([^\]]+)\]/im.exec(head) ?? []
  const [, messageId = ''] = /^Message-ID: (\S+)/im.exec(head) ?? []
  return { number, messageId, at: Date.now() }
}
