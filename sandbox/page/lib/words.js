// Small words and marks for people and files.

const ROLE_WORDS = {
  'main-leader': '主要领导',
  leader: '分管领导',
  'unit-head': '单位负责人',
  handler: '经办人',
  desk: '信访办',
  discipline: '纪检',
  admin: '管理员',
};

// White text on each of these has a contrast of at least 4.5:1.
const COLOURS = ['#1f6fc4', '#0b7a66', '#a3541a', '#7a4bb0', '#b23b5c', '#2f6f3a', '#55607a', '#8a5a00'];

export const rolesInWords = (roles) => (roles ?? []).map((role) => ROLE_WORDS[role] ?? role).join('、');

export function unitInWords(person) {
  const unit = person?.unit;
  return typeof unit === 'object' && unit !== null ? unit.name : (unit ?? '');
}

/** "信访办 · 主要领导", each word once. */
export function placeInWords(person) {
  const words = [unitInWords(person), ...rolesInWords(person?.roles).split('、')];
  return [...new Set(words.filter(Boolean))].join(' · ');
}

export function colourOf(key) {
  let sum = 0;
  for (const char of String(key)) sum = (sum * 31 + char.codePointAt(0)) >>> 0;
  return COLOURS[sum % COLOURS.length];
}

export function sizeInWords(bytes) {
  if (!Number.isFinite(bytes)) return '';
  if (bytes < 1024) return `${bytes} 字节`;
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
