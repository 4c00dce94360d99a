import type { StaffFunction } from '../domain/people/functions.ts'
import type { Role } from '../domain/people/roles.ts'
import type { Tier } from '../domain/people/tiers.ts'

/** The same for every demo account, and good for nothing else: `npm start` makes them, a production database has none. */
export const demoPassword = 'aftercare-demo'

interface Account {
  id: string
  name: string
  email: string
  role: Role
  tier?: Tier
  /** R3.8: what this person is beside the tier. */
  function?: StaffFunction
  /** R4.3: where this person sets out from. */
  officeId?: string
  /** The customer's person whom the account belongs to. */
  contactId?: string
  /** R3.5: whom a member of staff serves; managers and admins serve all. */
  serves?: string[]
  /** Named by `npm start`, with a token: one a role, and customers of two organisations. */
  shown?: true
}

const headquarters = { officeId: 'off_headquarters' }
const jiangzhou = { officeId: 'off_jiangzhou' }
const binhai = { officeId: 'off_binhai' }

const all = ['cus_jiangzhou', 'cus_binhai', 'cus_huayue']

export const accounts: Account[] = [
  customer('zhaomin', '赵敏 Zhao Min', 'zhao.min@jiangzhou.example'),
  customer('xufeng', '许峰 Xu Feng', 'xu.feng@huayue.example'),
  { ...staff('hemiao', '何苗 He Miao', 'agent'), serves: all, function: 'serviceAssistant', shown: true },
  { ...staff('lijing', '李静 Li Jing', 'engineer', 'resident'), ...jiangzhou, serves: all, shown: true },
  { ...staff('wanglei', '王磊 Wang Lei', 'engineer', 'resident'), ...jiangzhou, serves: all },
  { ...staff('hetao', '何涛 He Tao', 'engineer', 'resident'), ...binhai, serves: all },
  { ...staff('mali', '马丽 Ma Li', 'engineer', 'resident'), ...binhai, serves: all },
  { ...staff('chenhao', '陈浩 Chen Hao', 'engineer', 'headquarters'), ...headquarters, serves: all, function: 'dba' },
  {
    ...staff('zhoukai', '周凯 Zhou Kai', 'engineer', 'headquarters'),
    ...headquarters,
    serves: all,
    function: 'coreDeveloper',
  },
  { ...staff('zhengyong', '郑勇 Zheng Yong', 'engineer', 'headquarters'), ...headquarters, serves: all },
  {
    ...staff('sunguoqiang', '孙国强 Sun Guoqiang', 'senior', 'senior'),
    ...headquarters,
    serves: all,
    function: 'architect',
    shown: true,
  },
  { ...staff('wuqian', '吴倩 Wu Qian', 'manager', 'manager'), ...headquarters, shown: true },
  { ...staff('admin', 'Admin', 'admin'), shown: true },
]

function customer(key: string, name: string, email: string): Account {
  return { id: `usr_${key}`, name, email, role: 'customer', contactId: `con_${key}`, shown: true }
}

function staff(key: string, name: string, role: Role, tier?: Tier): Account {
  const address = name
    .replace(/^\P{ASCII}+ /u, '')
    .toLowerCase()
    .replace(' ', '.')
  return { id: `usr_${key}`, name, email: `${address}@aftercare.example`, role, ...(tier && { tier }) }
}
