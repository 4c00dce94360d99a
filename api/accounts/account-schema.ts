import { z } from 'zod'
import { functions } from '../../domain/people/functions.ts'
import { roles } from '../../domain/people/roles.ts'
import { tiers } from '../../domain/people/tiers.ts'
import { usualTimeZone } from '../../domain/people/time-zones.ts'
import { email, id, instant, language, line, timeZone } from '../../http/fields.ts'
import { someOf } from '../shared/corrections.ts'

const ofStaff = {
  tier: z.enum(tiers).meta({ description: 'Whom the ladder calls; engineers and seniors need one' }),
  function: z.enum(functions).meta({ description: 'What a member of staff is, beside the tier' }),
  officeId: id.meta({ description: 'The office from which a member of staff sets out' }),
}
const ofPerson = {
  name: line(200),
  email,
  role: z.enum(roles),
  language,
  timeZone: timeZone.meta({ description: 'An IANA name: how this person’s times are shown', example: 'Asia/Shanghai' }),
}
const example = {
  ...{ name: '周凯 Zhou Kai', email: 'zhou.kai@aftercare.example', role: 'engineer', tier: 'headquarters' },
  ...{ function: 'coreDeveloper', officeId: 'off_headquarters', language: 'zh-CN', timeZone: 'Asia/Shanghai' },
} as const

export const newAccount = z
  .strictObject({
    ...ofPerson,
    language: language.default('zh-CN'),
    timeZone: ofPerson.timeZone.default(usualTimeZone),
    tier: ofStaff.tier.optional(),
    function: ofStaff.function.optional(),
    officeId: ofStaff.officeId.optional(),
    contactId: id.optional().meta({ description: 'For a customer: the contact whose account it is' }),
    customerIds: z.array(id).max(200).default([]).meta({ description: 'For staff: whom they serve from the start' }),
  })
  .meta({ id: 'NewAccount', example: { ...example, customerIds: ['cus_binhai'] } })

export const accountChanges = someOf({
  ...ofPerson,
  tier: ofStaff.tier.nullable(),
  function: ofStaff.function.nullable(),
  officeId: ofStaff.officeId.nullable(),
}).meta({ id: 'AccountChanges', example: { tier: 'senior', role: 'senior' } })

export const account = z
  .strictObject({
    id,
    ...ofPerson,
    name: z.string(),
    tier: ofStaff.tier.nullable(),
    function: ofStaff.function.nullable(),
    officeId: ofStaff.officeId.nullable(),
    contactId: id.nullable(),
    customerIds: z.array(id).meta({ description: 'Whom a member of staff is bound to' }),
    revision: z.int(),
    passwordSetAt: instant.nullable().meta({ description: 'When it was last set by a link' }),
    disabledAt: instant.nullable(),
    createdAt: instant,
  })
  .meta({
    id: 'Account',
    example: {
      ...{ id: 'usr_zhoukai', ...example, contactId: null, customerIds: ['cus_binhai'], revision: 1 },
      ...{ passwordSetAt: null, disabledAt: null, createdAt: '2026-11-24T01:00:00Z' },
    },
  })
