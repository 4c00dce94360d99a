import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { MailDev } from 'maildev'

/** Catches all mail, so that none leaves this machine, and shows it on a page. Kept over restarts. */
export async function startMailCatcher(dataDir: string, ports: { smtp: number; mailUi: number }) {
  const mailDirectory = path.join(dataDir, 'mail')
  await mkdir(mailDirectory, { recursive: true })
  const maildev = new MailDev({
    smtp: ports.smtp,
    ip: '127.0.0.1',
    web: ports.mailUi,
    webIp: '127.0.0.1',
    mailDirectory,
    maxEmails: 2000,
    silent: true,
  })
  await maildev.start()
  return {
    smtpUrl: `smtp://127.0.0.1:${ports.smtp}`,
    url: `http://127.0.0.1:${ports.mailUi}`,
    stop: () => maildev.stop(),
  }
}
