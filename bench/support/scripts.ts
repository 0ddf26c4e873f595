import type { BenchTown } from './towns.ts';

/** One step of a matter: who writes, what; `number` is what the bot answered at registration. */
export interface Step {
  readonly from: string;
  text(number: string): string;
}

/** What one matter is to the bot: as many commands as in life, in their order. */
export function matterSteps(town: BenchTown, n: number): readonly Step[] {
  const desk = town.desks[n % town.desks.length]!;
  const office = town.offices[n % town.offices.length]!;
  const { handler } = office;
  return [
    { from: desk, text: () => `/登记 第${n}号路灯不亮 姓名:虞小舟 题目:路灯不亮 类别:申诉求决 地点:村口` },
    { from: desk, text: (number) => `/交办 ${number} ${office.name} 期限:15工作日 要求:现场查看` },
    { from: handler, text: (number) => `/签收 ${number}` },
    { from: handler, text: (number) => `/进展 ${number} 已派人现场查看` },
    { from: desk, text: (number) => `/查 ${number}` },
    { from: handler, text: (number) => `/进展 ${number} 已换灯` },
    {
      from: handler,
      text: (number) => `/答复 ${number} 事实:三盏路灯不亮 依据:城市照明管理规定 内容:路灯已修好`,
    },
    { from: handler, text: (number) => `/办结 ${number} 依据:书面答复 结果:路灯已修好` },
  ];
}

export const REGISTERED = /^已登记：([A-Z]+\d{4}-\d{4,})/u;

export const VERBS = ['登记', '交办', '签收', '进展', '查', '我的', '今天', '催办', '答复', '办结'] as const;
export type Verb = (typeof VERBS)[number];

/** One matter in which every measured verb is said once, each on a matter that stands as it does in life. */
export function verbSteps(town: BenchTown, n: number): readonly (Step & { readonly verb: Verb })[] {
  const [register, assign, sign, progress, show, , reply, close] = matterSteps(town, n) as [
    Step,
    Step,
    Step,
    Step,
    Step,
    Step,
    Step,
    Step,
  ];
  const { from: desk } = register;
  const { from: handler } = sign;
  return [
    { verb: '登记', ...register },
    { verb: '交办', ...assign },
    { verb: '签收', ...sign },
    { verb: '进展', ...progress },
    { verb: '查', ...show },
    { verb: '我的', from: handler, text: () => '/我的' },
    { verb: '今天', from: handler, text: () => '/今天' },
    { verb: '催办', from: desk, text: (number) => `/催办 ${number}` },
    { verb: '答复', ...reply },
    { verb: '办结', ...close },
  ];
}
