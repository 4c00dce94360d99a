import { z } from 'zod'
import { channelKinds } from '../../domain/people/channels.ts'
import { id, instant, line } from '../../http/fields.ts'
import { someOf } from '../shared/corrections.ts'
import { calendarFields } from '../shared/promise-fields.ts'

const url = z.string().min(1).max(2000)
const secret = z.string().min(1).max(200)
const address = {
  url: url.meta({ description: 'Of the webhook, or of the robot as its group shows it. It is never shown again' }),
  secret: secret
    .nullable()
    .meta({ description: '钉钉 加签, 飞书 签名校验: as shown there. 企业微信: none. Never shown again' }),
}
const use = {
  name: line(100),
  hours: calendarFields.week
    .nullable()
    .meta({ description: 'When it is used, in the zone of whose it is; null: always. A window may cross midnight' }),
  shared: z.boolean().meta({ description: 'Others read it too: its pages have no link to acknowledge by' }),
  enabled: z.boolean(),
}
const night = { monday: [['18:00', '09:00']], tuesday: [['18:00', '09:00']] }

export const newChannel = z
  .strictObject({
    kind: z.enum(channelKinds),
    name: use.name,
    url: address.url,
    secret: address.secret
      .optional()
      .meta({ description: 'Of a webhook: `whsec_…` (Standard Webhooks); made, and answered once, when absent' }),
    hours: use.hours.default(null),
    shared: use.shared.default(false),
    enabled: use.enabled.default(true),
    userId: id.optional().meta({ description: 'Whose it is, for managers; yours when absent' }),
  })
  .meta({
    id: 'NewNotificationChannel',
    example: {
      ...{ kind: 'dingtalk', name: '钉钉（夜间）', secret: 'SEC0123456789abcdef', hours: night },
      url: 'https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef',
    },
  })

export const channelChanges = someOf({ ...use, ...address }).meta({
  id: 'NotificationChannelChanges',
  example: { enabled: false },
})

/** `void`: nobody was to be paged of it any more. */
const pageStatus = z.enum(['pending', 'sent', 'refused', 'void'])

const fields = {
  id,
  userId: id,
  kind: z.enum(channelKinds),
  ...use,
  name: z.string(),
  address: z.string().meta({ description: 'Its host, and a mark that tells two addresses apart' }),
  signed: z.boolean(),
  secretSetAt: instant.nullable(),
  revision: z.int(),
  createdAt: instant,
  last: z
    .strictObject({
      at: instant,
      status: pageStatus,
      fault: z
        .string()
        .nullable()
        .meta({ description: 'The code that was answered last, or what of the network failed' }),
    })
    .nullable()
    .meta({ description: 'What has become of its newest page' }),
}

const example = {
  ...{ id: 'chn_7h2k9q4m1x8v5t3b6n0p', userId: 'usr_chenhao', kind: 'dingtalk', name: '钉钉（夜间）', hours: night },
  ...{ shared: false, enabled: true, address: 'oapi.dingtalk.com #1a2b3c4d', signed: true },
  ...{ secretSetAt: '2026-11-24T01:00:00Z', revision: 1, createdAt: '2026-11-24T01:00:00Z', last: null },
}

export const channel = z.strictObject(fields).meta({ id: 'NotificationChannel', example })

export const madeChannel = z.strictObject({ ...fields, secret: z.string().nullable() }).meta({
  id: 'MadeNotificationChannel',
  description: 'A secret that was made is shown once: a repeated request gets null.',
  example: { ...example, secret: null },
})

export const trial = z
  .strictObject({ status: pageStatus })
  .meta({ id: 'ChannelTrial', description: 'What has become of it stands in the channel’s `last`' })
