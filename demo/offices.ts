interface Office {
  id: string
  name: string
  /** Minutes to each customer, from door to door. */
  minutes: Record<string, number>
  /** And to where a system stands, if that is elsewhere. */
  toSystems?: { customerId: string; systemId: string; minutes: number }[]
}

/** R4.3: where the demo's staff set out from. */
export const offices: Office[] = [
  {
    id: 'off_headquarters',
    name: '总部 Headquarters',
    minutes: { cus_jiangzhou: 60, cus_binhai: 90, cus_huayue: 45 },
    toSystems: [{ customerId: 'cus_huayue', systemId: 'sys_equipment', minutes: 70 }],
  },
  {
    id: 'off_jiangzhou',
    name: '江州办事处 Jiangzhou office',
    minutes: { cus_jiangzhou: 10, cus_binhai: 100, cus_huayue: 55 },
  },
  {
    id: 'off_binhai',
    name: '滨海办事处 Binhai office',
    minutes: { cus_jiangzhou: 100, cus_binhai: 15, cus_huayue: 80 },
  },
]

export const journeys = offices.flatMap(({ id: officeId, minutes, toSystems = [] }) => {
  const sites = Object.entries(minutes).map(([customerId, minutes]) => ({ customerId, systemId: null, minutes }))
  return [...sites, ...toSystems].map((site, place) => ({ officeId, place, ...site }))
})
