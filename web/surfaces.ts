import { operations } from '../api/operations.ts'
import type { Surfaces } from '../api/shared/services.ts'
import { acknowledgement } from './acknowledgement.ts'
import { dispute } from './dispute.ts'
import { party } from './party.ts'
import { password } from './password.ts'
import { signOff } from './sign-off.ts'
import { watching } from './watching.ts'

/** Everything that can be asked for, by programs and in a browser. */
export const surfaces: Surfaces = [
  ...operations,
  ...signOff,
  ...dispute,
  ...acknowledgement,
  ...password,
  ...watching,
  ...party,
]
