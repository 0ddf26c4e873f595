/** The numbers of matters in a text, as the bot writes them: FJ2026-0012. */
export const numbersIn = (text: string): string[] => text.match(/\b[A-Z]{2,5}\d{4}-\d{4,}\b/g) ?? [];
