/** docs/towns.md out of the played rows of test/policies: `node --import tsx docs/towns.ts` writes it anew. */
import { writeFile } from 'node:fs/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { PLAYED } from '../test/policies/index.ts';
import { NOT_YET } from '../test/policies/not-yet.ts';
import { isBuilt, PAPER_ROWS, TOWNS, townOf } from '../test/policies/rows.ts';

export const DOCUMENT = 'docs/towns.md';

const PAPERS = [
  'S0 分界镇, 初信初访责任制实施方案 (2023)',
  'S1 沥海街道, 沥工委〔2020〕38号',
  'S2 a "三无乡镇" plan (2023)',
  'S3 元竹镇, 坚持“四个到位” (2019)',
  'S4 西集镇, 西发〔2020〕16号',
];

const HEAD = `# The towns' papers, row by row

Made from \`test/policies\` by \`node --import tsx docs/towns.ts\`; a test keeps it true. The 59 rows that ask for something (W workflow,
N notification, R report, D roster) out of five towns' papers. Each is played through the chat, in a town of its own with invented
people, on a moving clock: what is given, and what must come. What is declined, with its lawful counterpart, stands in
[scope.md](scope.md).
`;

const cell = (text: string): string => text.replaceAll('|', '\\|');

export function townsDocument(): string {
  const rows = PAPER_ROWS.filter(isBuilt);
  const open = rows.filter(({ row }) => NOT_YET[row] !== undefined).length;
  const tables = TOWNS.map((town, i) => {
    const lines = rows
      .filter(({ row }) => townOf(row) === town)
      .map(({ row, clause, says }) => {
        const played = PLAYED[town].find((one) => one.row === row);
        const how = played === undefined ? (NOT_YET[row] ?? '') : `${played.given} → ${played.expected}`;
        return `| ${row} | ${clause} | ${cell(says)} | ${cell(how)} | ${played === undefined ? '未完成' : 'played'} |`;
      });
    return [
      `\n## ${PAPERS[i]}\n`,
      '| row | clause | what the town says | how it is played: given → expected | state |',
      '|---|---|---|---|---|',
      ...lines,
    ].join('\n');
  });
  const count = `\n${rows.length - open} of ${rows.length} rows are played${open === 0 ? '' : `; ${open} are not finished (未完成): what is missing stands beside them`}.\n`;
  return `${HEAD}${count}${tables.join('\n')}\n`;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await writeFile(fileURLToPath(new URL(`../${DOCUMENT}`, import.meta.url)), townsDocument());
}
