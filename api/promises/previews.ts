import { z } from 'zod'
import { previewClock } from '../../domain/promises/preview.ts'
import { fieldFaults } from '../../http/schema-faults.ts'
import { Fault } from '../../http/faults.ts'
import { operation, type Surfaces } from '../shared/services.ts'
import { calendarTerms, target } from '../shared/promise-fields.ts'
import { instant } from '../../http/fields.ts'
import { everyone } from '../shared/who.ts'
import { json } from '../../http/json.ts'

const request = z
  .strictObject({
    calendar: z.union([z.literal('always'), calendarTerms], { error: 'Expected "always" or a calendar' }),
    target,
    startedAt: instant,
    pauses: z
      .array(z.strictObject({ from: instant, to: instant }))
      .max(1000)
      .default([]),
    at: instant,
  })
  .meta({
    id: 'SlaPreviewRequest',
    example: {
      calendar: {
        timeZone: 'Asia/Shanghai',
        week: {
          monday: [
            ['08:30', '12:00'],
            ['13:30', '17:30'],
          ],
        },
      },
      target: { amount: 8, unit: 'workingHours' },
      startedAt: '2026-11-23T09:00:00+08:00',
      pauses: [{ from: '2026-11-23T10:00:00+08:00', to: '2026-11-23T11:00:00+08:00' }],
      at: '2026-11-30T09:00:00+08:00',
    },
  })

const preview = z
  .strictObject({
    dueAt: instant,
    elapsedSeconds: z.int(),
    remainingSeconds: z.int().meta({ description: 'Negative when late' }),
    percent: z.number(),
    breached: z.boolean().meta({ description: 'Whether `at` is later than `dueAt`' }),
  })
  .meta({ id: 'SlaPreview' })

const previewPromise = operation({
  summary: 'Compute one clock without a ticket',
  who: everyone,
  body: request,
  async run({ body }) {
    const result = previewClock(body)
    if (!('faults' in result)) return result
    throw Fault.invalid(...fieldFaults(result.faults))
  },
})

export const previews: Surfaces = [
  json(previewPromise, {
    post: '/v1/sla-previews',
    tag: 'sla-previews',
    answers: { 200: { description: 'The clock', schema: preview } },
  }),
]
