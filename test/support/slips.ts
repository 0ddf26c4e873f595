import { type Random, seeded } from './random.ts';

export const number = (serial: number): string => `FJ2026-${String(serial).padStart(4, '0')}`;
export const WORDS = '〇一二三四五六七八';
const SPELLINGS: readonly ((serial: number) => string)[] = [
  ...[
    (n: number) => String(n),
    (n: number) => `${n}号`,
    (n: number) => `#${n}`,
    (n: number) => `第${n}件`,
    (n: number) => `编号${n}`,
  ],
  ...[
    (n: number) => `${WORDS[n]!}号`,
    (n: number) => `第${WORDS[n]!}号`,
    (n: number) => `No.${n}`,
    number,
    (n: number) => number(n).toLowerCase(),
  ],
  (n: number) => number(n).replace(/[\dA-Z-]/gu, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0)),
];
const BODIES = [
  ...[
    '进展 N 已到场查看',
    '进展 N 现场:渠道已堵 内容:待清',
    '联系 N 已电话联系，约好周三',
    '联系 N 结果:未联系上',
    '补充 N 地点:村口',
  ],
  ...[
    '催办 N',
    '催办 N 要求:本周内报进展',
    '交办 N 党政办 期限:15工作日 要求:现场查看',
    '转办 N 党政办 理由:职责所在',
    '答复 N 事实:属实 依据:有关规定',
  ],
  ...[
    '交办 N 党政办 本周五前办结',
    '转办 N 党政办 限期3天 理由:职责所在',
    '交办 N 党政办，3天内',
    '进展 N 5盏已换，还差3盏',
  ],
  ...['进展 N 12345转来，已答复', '联系 N 13800000000 打通了', '补充 N 内容:三户进水', '办结 N 依据:书面答复'],
  ...['分类 N 申诉求决 情形:6 业务:城乡建设', '签收 N', '协办 N 民政办 要求:核实', '撤销 N', '告知 N', '查 N'],
];
const INSERTED = [...' 　，、。：-—－_#号件第1０a二'];

export interface Line {
  readonly text: string;
  readonly slipped: string;
}

/** One letter left out, doubled, added, swapped with the next or put in its wide form. */
function slip(text: string, random: Random): string {
  const signs = [...text];
  const at = random.between(0, signs.length - 1);
  const sign = signs[at]!;
  switch (random.between(0, 4)) {
    case 0:
      return signs.toSpliced(at, 1).join('');
    case 1:
      return signs.toSpliced(at, 0, sign).join('');
    case 2:
      return signs.toSpliced(at, 0, random.pick(INSERTED)).join('');
    case 3:
      return signs.toSpliced(at, 2, signs[at + 1] ?? '', sign).join('');
    default:
      return signs
        .toSpliced(at, 1, /[!-~]/u.test(sign) ? String.fromCodePoint(sign.codePointAt(0)! + 0xfee0) : ' ')
        .join('');
  }
}

export function lines(count: number, seed: number): Line[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const body = random.pick(BODIES).replace('N', random.pick(SPELLINGS)(random.between(1, 8)));
    const text = `${random.pick(['/', '／', ''])}${body}`;
    return { text, slipped: slip(text, random) };
  });
}

const JOINTS = [
  '、',
  '，',
  ',',
  ' ',
  '和',
  '与',
  '及',
  '跟',
  '；',
  '/',
  '+',
  ' 和 ',
  '、 ',
  '\n',
  '以及',
  '还有',
  '到',
  '-',
];
/** A further command without a slash. */
export const FURTHER = ['\n进展 ', '\n联系 ', '；催办 ', '，补充 '];

/** Lines that name two matters, spelled and joined anyhow. */
export function doubled(count: number, seed: number, joints: readonly string[] = JOINTS): string[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => {
    const first = random.between(1, 8);
    const second = (first % 8) + 1;
    const both = [first, second].map((serial) => random.pick(SPELLINGS)(serial)).join(random.pick(joints));
    return `/${random.pick(BODIES).replace('N', both)}`;
  });
}
