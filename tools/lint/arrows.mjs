import path from 'node:path'

/** dependency-cruiser's configuration for the tables of .dependency-cruiser.mjs. */
export function arrowsBetween(rooms, alone) {
  const within = (room) =>
    filesOf(
      room,
      rooms.map(([name]) => name).filter((name) => name !== room),
    )
  const named = (word) =>
    filesNamed(word) ?? (rooms.some(([room]) => room === word) ? within(word) : `^${pattern(word)}`)
  const leaningOnTheirParent = rooms.filter(([room, imports]) => imports.split(' ').includes(path.dirname(room)))

  return {
    forbidden: [
      ...rooms.map(([room, imports, why]) => ({
        name: room,
        comment: `${room} imports ${imports}: ${why}`,
        severity: 'error',
        from: { path: within(room) },
        to: { pathNot: [within(room).replace(anyFolder, '$$1/'), ...imports.split(' ').map(named)] },
      })),
      ...alone.map(([name, place, why]) => ({
        name: `${name} in ${place} alone`,
        comment: why,
        severity: 'error',
        from: { pathNot: [`^${pattern(place)}`, '^tests/'] },
        to: { path: `^node_modules/${name}/` },
      })),
      {
        name: 'a room without a row',
        comment: 'Say in .dependency-cruiser.mjs and in docs/architecture.md what this room may import',
        severity: 'error',
        from: { path: '/', pathNot: ['^tests/', ...rooms.map(([room]) => within(room))] },
        to: {},
      },
      {
        name: 'no files in a circle',
        comment: 'What each needs of the other belongs into one of them, or into a third below both',
        severity: 'error',
        from: {},
        to: { circular: true },
      },
      {
        name: 'no folders in a circle',
        comment: 'What each needs of the other belongs into one of them, or into a third below both',
        severity: 'error',
        scope: 'folder',
        from: {},
        // Node has an http too. A circle through ours is seen from its other folders.
        to: { circular: true, pathNot: '^http$' },
      },
      {
        name: 'a folder knows nothing of what is put together above it',
        comment: 'Files import from the folders below them, unless a row turns the arrow round; never both',
        severity: 'error',
        from: { path: '^(.+)/[^/]+/[^/]+$', pathNot: leaningOnTheirParent.map(([room]) => within(room)) },
        to: { path: '^$1/[^/]+$' },
      },
      {
        name: 'an import that leads nowhere',
        comment: 'What is not found cannot be checked',
        severity: 'error',
        from: {},
        to: { couldNotResolve: true },
      },
    ],
    options: {
      // TypeScript 7 lends no parser. SWC's sees every import but one within a type, which the linter refuses.
      parser: 'swc',
      doNotFollow: { path: '^node_modules|^prisma/client' },
      exclude: { path: '^(?:\\.\\./)?dist/|^data/|^coverage/' },
      enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default'] },
    },
  }
}

/** The files of a room, without those of the rooms in it; what `*` stands for is the first group. */
function filesOf(room, others) {
  if (isFile(room)) return `^${pattern(room)}`
  const folder = room.replace(/\/\*$/, '')
  const inside = others.filter((name) => name.startsWith(`${folder}/`)).map((name) => path.relative(folder, name))
  const without = inside.length > 0 ? `(?!${inside.map(pattern).join('|')})` : ''
  return `^${folder}/${without}${folder === room ? '' : anyFolder}`
}

const anyFolder = '([^/]+)/'

function filesNamed(word) {
  if (word === 'everything') return '^(?!tests/)'
  // Node's own modules have no ending.
  if (word === 'libraries') return '^node_modules/|^(?!.*\\.\\w+$)'
  return word.startsWith('npm:') ? `^node_modules/${word.slice(4)}/` : undefined
}

const isFile = (name) => /\.\w+$/.test(name)
const pattern = (name) => name.replaceAll('.', '\\.').replaceAll('*', '[^/]+') + (isFile(name) ? '$' : '/')
