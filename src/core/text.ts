/** `一;二；三` → ['一', '二', '三'] */
export const splitItems = (value: string): string[] =>
  value
    .split(/[;；]/u)
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** First characters, by code point, with … where something was left out. */
export const shortened = (text: string, max: number): string => {
  const characters = [...text];
  return characters.length <= max ? text : `${characters.slice(0, max - 1).join('')}…`;
};
