import { shiftsOfWeek } from '../domain/people/rota-weeks.ts'
import type { Weekday, Window } from '../domain/time/business-calendar.ts'
import { millisecondsPerDay, toDate } from '../domain/time/instant.ts'

/** R3.4, R2.7: at least one resident, day and night, all year. A gap is told by the days on which the manager works. */
export const residentsDuty = {
  ...{ id: 'dut_residents', name: '驻场值班 Residents’ rota', tier: 'resident', timeZone: 'Asia/Shanghai' },
  ...{ atLeast: 1, calendar: 'always', workingDays: 'cal_5x8@1' },
}

/** Day and night, on even and on odd days; who has the other day is called next. */
const turns = [
  { day: 'lijing', night: 'wanglei' },
  { day: 'hetao', night: 'mali' },
] as const

const weekdays: Weekday[] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']
const daily = (window: Window) => Object.fromEntries(weekdays.map((day) => [day, [window]]))
const weeks = { day: daily(['08:00', '20:00']), night: daily(['20:00', '08:00']) }

/** From a week ago on; each start of the demo sets down what has come within reach since. */
const [daysBack, daysAhead] = [7, 60]

export function residentsShifts(now: Date) {
  const today = Math.floor(now.getTime() / millisecondsPerDay)
  const days = Array.from({ length: daysBack + daysAhead }, (_, n) => today - daysBack + n)
  return days.flatMap((day) => {
    const date = new Date(day * millisecondsPerDay).toISOString().slice(0, 10)
    const [mine, others] = day % 2 === 0 ? turns : [turns[1], turns[0]]
    return (['day', 'night'] as const).flatMap((part) =>
      shiftsOfWeek(residentsDuty.timeZone, weeks[part], { first: date, last: date }).map(([from, until]) => ({
        ...{ id: `shf_residents_${date}_${part}`, dutyId: residentsDuty.id },
        ...{ userId: `usr_${mine[part]}`, standbyId: `usr_${others[part]}` },
        ...{ from: toDate(from), until: toDate(until) },
      })),
    )
  })
}
