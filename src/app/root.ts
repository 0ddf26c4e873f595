/** The repository's own folder, or the installed one's. */
export const ROOT = new URL('../../', import.meta.url);
