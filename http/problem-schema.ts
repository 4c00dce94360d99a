import { z } from 'zod'

/** RFC 9457, with members of our own. */
export const problem = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.strictObject({ field: z.string(), message: z.string() })).optional(),
    allowed: z.array(z.string()).optional(),
    requestId: z.string(),
  })
  .meta({
    id: 'Problem',
    description: 'What is wrong, and with which fields. `allowed`: what can be done instead.',
    example: {
      type: 'urn:aftercare:problem:invalid',
      title: 'The request is not valid',
      status: 400,
      detail: 'name: Expected one line of text that is not empty',
      errors: [{ field: 'name', message: 'Expected one line of text that is not empty' }],
      requestId: 'b3d0c6a2-5a55-4a3e-9e55-3a4cf1f0a9f1',
    },
  })
