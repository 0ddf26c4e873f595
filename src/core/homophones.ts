import { pinyin } from 'pinyin-pro';

const HAN = /^\p{Script=Han}$/u;
/** What speakers of the south and their keyboards do not tell apart: zh z, ch c, sh s, ang an, eng en, ing in. */
const heard = (syllable: string): string => syllable.replace(/^([zcs])h/u, '$1').replace(/ng$/u, 'n');

const kept = new Map<string, ReadonlySet<string>>();

const NONE: ReadonlySet<string> = new Set();

/** Every reading of one character, without tone; of what is no Han character, none. 渠 and 曲 share one: a pinyin keyboard offers one for the other. */
export function readingsOf(char: string): ReadonlySet<string> {
  if (!HAN.test(char)) return NONE;
  let readings = kept.get(char);
  if (readings === undefined) {
    readings = new Set(pinyin(char, { toneType: 'none', type: 'array', multiple: true }).map(heard));
    kept.set(char, readings);
  }
  return readings;
}
