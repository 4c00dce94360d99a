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
