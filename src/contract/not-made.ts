/** Begins the reason of a message that could not be made; what follows names the error, never what stands in it. */
export const NOT_MADE = 'not made:';
