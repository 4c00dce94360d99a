export const words = { subject: 'Submitting fails', description: 'Error 500 after "Submit".' }
export const repair = {
  cause: 'Pool exhausted',
  causeCode: 'database',
  fix: 'Enlarged',
  verification: '20 submissions',
}

export const report = {
  done: 'Changed the power supply',
  material: [{ move: 'left', what: 'Power supply', quantity: 1 }],
  confirmation: { how: 'paper', name: 'Qian Wei' },
}

/** Another party, as the desk adds it. */
export const vendor = {
  ...{ role: 'vendor', name: 'Lin Tao', organisation: 'Database Vendor Ltd', email: 'lin.tao@vendor.example' },
  ...{ language: 'en', about: 'Error 1205 in release 12.2', question: 'Is there a patch for error 1205?' },
}
