export const words = { subject: 'Submitting fails', description: 'Error 500 after "Submit".' }
export const repair = {
  cause: 'Pool exhausted',
  causeCode: 'database',
  fix: 'Enlarged',
  verification: '20 submissions',
}
