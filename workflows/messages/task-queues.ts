/** The queue that serves e-mail only, beside the one that serves the tickets. */
export const mailTaskQueue = (taskQueue: string) => `${taskQueue}-mail`
