/** Why a rehearsal cannot be run at all, in words for the one who started it. */
export class CannotRehearse extends Error {}
