import { describe, expect, type TestTown, townTest } from '../../support/domain.ts';
import { say, wordsOf } from '../../support/parley.ts';
import { number } from '../../support/slips.ts';
import { talkTo } from '../../support/talk.ts';

const TITLES = ['堤坝渗水', '水渠堵塞', '老年卡换发'];

/** So many matters wait for the main leader's word; the ones behind them do not. */
async function waiting(town: TestTown, count: number): Promise<void> {
  for (const [i, title] of TITLES.entries()) {
    const matter = await town.register('u-desk1', { title, text: title, important: i < count });
    await town.assign('u-desk1', matter, 'cjb');
  }
}

/** What is said one after the other, and the last answer. */
async function talked(town: TestTown, lines: readonly string[]): Promise<string> {
  let last = '';
  for (const line of lines) last = wordsOf(await say(town, 'u-lead1', line));
  return last;
}

const LIST = /哪一件？回编号就行：\nFJ2026-0001 堤坝渗水\nFJ2026-0002 水渠堵塞\n或重发/u;

townTest('a matter that is called 同意 is not what 同意 behind a number means', async ({ town }) => {
  await waiting(town, 1);
  await town.register('u-desk1', { title: '同意', text: '路灯' });
  expect(await talked(town, ['批示 1 同意'])).toMatch(/^FJ2026-0001 批示：同意/u);
});

describe('with two that wait', () => {
  for (const [lines, last] of [
    [['同意'], LIST],
    [['不同意'], LIST],
    [['同意', '2'], /^FJ2026-0002 批示：同意[\s\S]*水渠堵塞/u],
    [['不同意', '2'], /^不同意要写明理由[\s\S]*直接回复就行/u],
    [['不同意', '2', '先核实'], /^FJ2026-0002 批示：不同意/u],
    [['不同意，先核实', '2'], /^FJ2026-0002 批示：不同意/u],
    [['/查 2', '同意'], LIST],
    [['同意 2'], /^FJ2026-0002 批示：同意/u],
    [['批示 同意'], LIST],
    [['批示 水库 同意'], /^没找到您说的这一件。\n哪一件？/u],
    [['批示 水库同意', '1'], /^FJ2026-0001 批示：同意/u],
    [['批示 水库 同意', '1'], /^FJ2026-0001 批示：同意/u],
    [['批示 水库 不同意 先核实', '2'], /^FJ2026-0002 批示：不同意/u],
    [['批示 水库', '1'], /^请写：同意 或 不同意/u],
    [['批示 水库', '1', '同意'], /^FJ2026-0001 批示：同意/u],
    [['批示 堤坝 同意'], /^FJ2026-0001 批示：同意/u],
    [['批示 堤坝渗水', '同意'], /^FJ2026-0001 批示：同意/u],
    [['批示 堤坝 不同意', '先核实'], /^FJ2026-0001 批示：不同意/u],
    [['批示 同意 2'], /^FJ2026-0002 批示：同意/u],
    [['批示 同意 第2件'], /^FJ2026-0002 批示：同意/u],
    [['批示 不同意 1'], /^不同意要写明理由/u],
    [['批示 不同意 1', '先核实'], /^FJ2026-0001 批示：不同意/u],
    [['批示 不同意 2 意见:先核实'], /^FJ2026-0002 批示：不同意/u],
    [['批示 同意 99'], /^查无此号/u],
    [['批示 1 同意 2'], /^写了好几个编号/u],
    [['批示 1 同意 1'], /^FJ2026-0001 批示：同意/u],
    [['批示 同意 2 个点先办'], /哪一件？/u],
    [['批示 1', '尽快', '同意'], /^FJ2026-0001 批示：同意/u],
    [['批示 1 尽快修好', '同意'], /^FJ2026-0001 批示：同意/u],
    [['批示 1 同意', '批示 同意'], /哪一件？回编号就行：\nFJ2026-0002 水渠堵塞\n或/u],
  ] as const) {
    townTest(lines.join(' → '), async ({ town }) => {
      await waiting(town, 2);
      expect(await talked(town, lines)).toMatch(last);
    });
  }
});

describe('with one that waits', () => {
  for (const [lines, last] of [
    [['同意'], /^要这样办吗？\n\/批示 FJ2026-0001 同意\n堤坝渗水\n回 1 就办/u],
    [['同意', '1'], /^FJ2026-0001 批示：同意[\s\S]*堤坝渗水/u],
    [['批示 水库 同意'], /^没找到您说的这一件。\n哪一件？回编号就行：\nFJ2026-0001 堤坝渗水/u],
    [['查 3', '批示 同意'], /^FJ2026-0001 批示：同意[\s\S]*堤坝渗水/u],
    [['催办 3', '批示 同意'], /^FJ2026-0001 批示：同意[\s\S]*堤坝渗水/u],
    [['催办 3', '批示 不同意 先核实'], /^FJ2026-0001 批示：不同意/u],
  ] as const) {
    townTest(lines.join(' → '), async ({ town }) => {
      await waiting(town, 1);
      expect(await talked(town, lines)).toMatch(last);
    });
  }
});

townTest('with none that waits a decision is said to do nothing', async ({ town }) => {
  await waiting(town, 0);
  expect(await talked(town, ['同意'])).toMatch(/^现在没有等您签批的事/u);
});

describe('every command that decides', () => {
  townTest('reads a number behind its decision and a name before it', async ({ town }) => {
    await waiting(town, 0);
    const head = await talkTo(town, 'u-cj1');
    await say(town, 'u-cj2', '/答复 2 事实:看过 依据:规定 内容:已清');
    for (const line of ['/审核 同意 2', '/审核 水渠 同意', '/审核 水渠同意', '/审核 同意']) {
      expect([line, (await head.try(line, { last: number(3) })).wrote]).toEqual([line, [number(2)]]);
    }
    const offered = await head.try('同意', { last: number(3) });
    expect([offered.wrote, offered.said]).toEqual([[], expect.stringContaining(`/审核 ${number(2)} 同意`)]);
    for (const line of ['/审核 水库 同意', '/审核 水库同意', '/审核 水库']) {
      const turn = await head.try(line, { last: number(3) });
      expect([line, turn.wrote, turn.said]).toEqual([line, [], expect.stringMatching(/^没找到您说的这一件/u)]);
    }
  });

  townTest('退回 is answered so as well, and its reasons stay reasons', async ({ town }) => {
    await waiting(town, 0);
    await say(town, 'u-cj1', '/退回 2 理由:属水利站职责');
    const desk = await talkTo(town, 'u-desk1');
    for (const line of ['/退回 同意 2', '/退回 水渠 同意', '/退回 同意']) {
      expect([line, (await desk.try(line, { last: number(3) })).wrote]).toEqual([line, [number(2)]]);
    }
    const offered = await desk.try('同意', { last: number(3) });
    expect([offered.wrote, offered.said]).toEqual([[], expect.stringContaining(`/退回 ${number(2)} 同意`)]);
    expect((await desk.try('/退回 水库 同意', { last: number(3) })).wrote).toEqual([]);
    const head = await talkTo(town, 'u-cj1');
    expect((await head.try('/退回 3 群众不同意由我们办')).wrote).toEqual([number(3)]);
  });
});
