/** The type names of the workflows that start by themselves. */
export const cleanUpWorkflow = 'cleanUp'
export const watchWorkflow = 'watch'
