/** Invented people and what they bring, each told apart from all others, so that any trace of them can be found again. */
import type { Random } from '../support/random.ts';

export interface Invented {
  readonly name: string;
  /** A landline that no exchange has: subscribers' numbers do not begin with 0. */
  readonly phone: string;
  /** Eighteen digits whose check digit is wrong. */
  readonly identity: string;
  readonly address: string;
  /** Stands in the petition's text and nowhere else. */
  readonly token: string;
  /** A letter and two digits that stand in the title, which groups may read, and nowhere else. */
  readonly mark: string;
}

/** What any of these people would be found by: the pools are closed, so one pattern finds all of them. */
export const TRACES = {
  name: /[虞祁闻裴晏苗戚骆][舟满川禾笙岚溪樾砚棠霁筠]{2}/gu,
  // By itself: among the letters and digits of a hash such a row of digits comes by chance, once in some 100,000 rows.
  phone: /(?<![\da-f])0990-?0\d{6}(?![\da-f])/gu,
  identity: /(?<![\da-f])00000019900101\d{3}[\dX](?![\da-f])/gu,
  address: /示例路\d{3,}号院/gu,
  token: /[甲乙丙丁戊己庚辛壬癸]{6}/gu,
} as const;
export type Trace = keyof typeof TRACES;

const SURNAMES = [...'虞祁闻裴晏苗戚骆'];
const GIVEN = [...'舟满川禾笙岚溪樾砚棠霁筠'];
const LETTERS = [...'甲乙丙丁戊己庚辛壬癸'];

/** The same number, the same person. */
export function invented(n: number): Invented {
  const given = `${GIVEN[Math.floor(n / 12) % 12]}${GIVEN[n % 12]}`;
  const digits = String(n).padStart(6, '0');
  return {
    name: `${SURNAMES[Math.floor(n / 144) % SURNAMES.length]}${given}`,
    phone: `0990-0${digits}`,
    identity: wrongly(`00000019900101${digits.slice(-3)}`),
    address: `示例路${n + 101}号院${n % 9}单元`,
    token: [...digits].map((digit) => LETTERS[Number(digit)]).join(''),
    mark: `${'BCDFGHJKLM'[Number(digits.at(-3))]}${digits.slice(-2)}`,
  };
}

/** GB 11643 with its check digit off by one. */
function wrongly(first17: string): string {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, i) => total + weight * Number(first17[i]), 0);
  return `${first17}${'10X98765432'[(sum + 1) % 11]}`;
}

/** How a matter may be typed in; what is personal is given as such, or is a number of its own kind in the text. */
export const REGISTRATIONS: readonly ((who: Invented, random: Random) => string)[] = [
  ({ token, name, phone, mark }) =>
    `/登记 ${token}段路灯不亮 方式:来电 题目:路灯${mark}不亮 姓名:${name} 电话:${phone}`,
  ({ token, name, address, mark }) =>
    `/登记 ${token}段水渠堵塞 题目:水渠${mark}堵塞 姓名:${name} 住址:${address} 类别:申诉求决`,
  ({ token, phone, mark }) => `/登记 ${token}段道路塌陷，电话${phone} 题目:道路${mark}塌陷 类别:城乡建设`,
  ({ token, identity, name, mark }) => `/登记 低保没有发，${token}，证件${identity} 姓名:${name} 题目:低保${mark}发放`,
  ({ token, name, phone }) => `/登记 ${token}段征地补偿有争议，${name}来访 姓名:${name} 电话:${phone} 人数:6 标记:敏感`,
  ({ token, name, mark }) => `/登记 ${token}段噪声扰民 方式:12345 姓名:${name} 题目:噪声${mark}扰民 诉求:停工;赔礼`,
  ({ token, mark }, random) =>
    `/登记 ${token}段渗水 方式:来信 姓名:匿名 题目:墙面${mark}渗水 人数:${random.between(1, 4)}`,
];
export const ACCUSATIONS: readonly ((who: Invented, accused: string) => string)[] = [
  ({ token, name }, accused) => `/登记 ${token}账目不清 涉及:${accused} 姓名:${name} 类别:检举控告`,
  ({ token, phone, mark }, accused) =>
    `/登记 ${token}工程走过场，电话${phone} 涉及:${accused} 姓名:匿名 题目:工程${mark}质量`,
];
