/** What a unit's name may end in, and is mostly left out when it is spoken of. */
const KIND_OF_UNIT = /(?:办公室|办|所|站|局|中心|大队|中队|村委会|村|社区|居委会|支部|委)$/u;
const SHORTEST = 2;

/** 农业农村办 → 农业农村办, 农业农村, 农业办, 农业; the longest first. */
export function calledLike(name: string): string[] {
  const end = KIND_OF_UNIT.exec(name)?.[0] ?? '';
  const stem = name.slice(0, name.length - end.length).replace(/^(?:镇|乡|街道)/u, '');
  const short = [...stem].slice(0, SHORTEST).join('');
  const like = [name, stem, `${short}${end}`, `${stem}${end}`, ...(stem.length > SHORTEST ? [short] : [])];
  return [...new Set(like)].filter((one) => [...one].length >= SHORTEST).toSorted((a, b) => b.length - a.length);
}
