/** No letter has more demands. */
export const MOST_ITEMS = 50;

/** `一;二；三` → ['一', '二', '三'] */
export function splitItems(value: string): string[] {
  const items = value
    .split(/[;；]/u)
    .map((item) => item.trim())
    .filter((item) => item !== '');
  // Each becomes a row and a paragraph: beyond what anybody counts, the rest stays together, and no word is lost.
  return items.length <= MOST_ITEMS
    ? items
    : [...items.slice(0, MOST_ITEMS - 1), items.slice(MOST_ITEMS - 1).join('；')];
}

/** First characters, by code point, with … where something was left out. */
export const shortened = (text: string, max: number): string => {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
};
