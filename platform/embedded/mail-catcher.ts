import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { startChild } from './child-process.ts'
import { type Part, portAnswers, startPart } from './part.ts'

/** Beyond these the oldest go, so that a start that reads them all stays quick. */
const mailsKept = 2000

export interface MailCatcher extends Part {
  smtpUrl: string
  /** Of the page that shows the mail. */
  url: string
}

/** Catches all mail, so that none leaves this machine, and shows it on a page. Kept over restarts in `dataDir/mail`. */
export async function startMailCatcher(dataDir: string, ports: { smtp: number; mailUi: number }): Promise<MailCatcher> {
  const mailDirectory = path.join(dataDir, 'mail')
  await mkdir(mailDirectory, { recursive: true })
  const program = fileURLToPath(new URL('bin/maildev.js', import.meta.resolve('maildev')))
  // Keeps what it compiled, as our own start does: it takes as long to read.
  const run = fileURLToPath(new URL('../../tools/run.mjs', import.meta.url))
  const smtp = ['--smtp', String(ports.smtp), '--ip', '127.0.0.1']
  const page = ['--web', String(ports.mailUi), '--web-ip', '127.0.0.1']
  const store = ['--mail-directory', mailDirectory, '--max-emails', String(mailsKept)]
  const part = await startPart({
    name: 'The mail catcher',
    spawn: () =>
      startChild({
        name: 'mail-catcher',
        dataDir,
        command: process.execPath,
        args: [run, program, ...smtp, ...page, ...store, '--silent'],
        cwd: dataDir,
      }),
    attempt: () => Promise.all([portAnswers(ports.smtp), portAnswers(ports.mailUi)]),
  })
  return { ...part, smtpUrl: `smtp://127.0.0.1:${ports.smtp}`, url: `http://127.0.0.1:${ports.mailUi}` }
}
