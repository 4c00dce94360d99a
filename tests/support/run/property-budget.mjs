import fc from 'fast-check'

// So many runs as each property names, but no longer than this: on a busy machine some fewer lives are tried. Each takes
// a second or two otherwise.
fc.configureGlobal({ interruptAfterTimeLimit: 20_000 })
