import { describe, expect, it } from 'vitest';

import { listFiles, readSource, scan, type Scan } from './support/source-files.ts';

/**
 * Who may use whom (design, section 3), one line a layer: a folder or a single file, the longest match counts. A layer may
 * use itself, what lies below it and packages; `types:x` allows `import type` only; `*` everything. Change a line here only together with
 * the reason for it (docs/architecture.md, or a decision record).
 */
const LAYERS: Readonly<Record<string, readonly string[]>> = {
  'src/main.ts': ['*'],
  'src/app.ts': ['*'],
  'src/app': ['*'],
  'src/cli': ['*'],
  'src/core': [],
  'src/copy/page.ts': [],
  'src/copy/startup.ts': [], // the operator's lines, for every layer that can fail before the bot serves
  'src/config': ['src/core'],
  'src/contract': ['src/core', 'src/copy', 'types:src/domain'], // copy: what is wrong with an argument
  'src/db': ['src/core', 'src/copy/startup.ts', 'types:src/contract'],
  'src/domain/deadline': ['src/core'], // the law as pure functions
  'src/domain': ['src/db', 'src/core', 'src/contract'],
  'src/copy': ['src/core', 'src/contract', 'types:src/domain', 'types:src/sheets', 'types:src/org-file'],
  'src/sheets': ['src/core'],
  // copy: the words of the workbook are words that people write, and what is wrong with it is one line
  'src/org-file': ['src/core', 'src/copy', 'src/domain', 'src/sheets'],
  'src/cards': ['src/core', 'src/contract', 'src/copy', 'src/domain/deadline', 'types:src/domain'],
  'src/reports': ['src/core', 'src/contract', 'src/copy', 'src/domain', 'src/db'],
  'src/letters': ['src/core', 'src/contract', 'src/copy', 'types:src/domain'],
  // what a message is, and its making: all that delivery needs of messages
  'src/notify/message.ts': ['types:src/contract', 'types:src/core', 'types:src/domain', 'types:src/letters'],
  'src/notify/render.ts': ['src/core', 'src/copy', 'src/cards', 'src/domain', 'src/db', 'src/notify/message.ts'],
  'src/notify/delivery': [
    'src/core',
    'src/contract',
    'src/copy',
    'src/domain',
    'src/db',
    'src/notify/message.ts',
    'src/notify/render.ts',
  ],
  'src/notify': [
    'src/core',
    'src/contract',
    'src/copy',
    'src/cards',
    'src/reports',
    'src/letters',
    'src/domain',
    'src/db',
  ],
  'src/queue': ['src/core', 'src/contract', 'src/db'],
  'src/wecom': ['src/core', 'src/contract'],
  // notify: a message is answered, and its card renewed, with the same means by which others are sent
  'src/bot': ['src/core', 'src/contract', 'src/copy', 'src/cards', 'src/domain', 'src/db', 'src/notify'],
  'src/http': ['src/core', 'src/contract', 'src/copy', 'src/domain', 'src/db', 'src/reports', 'src/wecom'],
  commands: ['src/contract', 'src/domain', 'src/cards', 'src/reports', 'src/letters', 'src/copy', 'src/core', 'jobs'],
  jobs: [
    'src/contract',
    'src/domain',
    'src/cards',
    'src/reports',
    'src/letters',
    'src/copy',
    'src/core',
    'types:src/notify',
  ],
  sandbox: [],
  'sandbox/contract.ts': [],
  // in the browser: of the server it knows what both say to each other
  'sandbox/page': ['types:sandbox/contract.ts'],
  // the sentences of the pages: plain data without imports (ADR 16)
  web: ['types:src/contract', 'src/copy/page.ts'],
};

/**
 * The rooms of src/domain, storey by storey from the ground: at run time a room uses its own storey and those below. The rooms of the third
 * hold each other (docs/adr/0038-rooms-of-the-domain.md says why, and which arrows to cut).
 */
const STOREYS: readonly (readonly string[])[] = [
  ['deadline', 'permission', 'accusation/text'],
  ['title'],
  [
    ...['accusation', 'approval', 'clock', 'conversation', 'handling', 'handover', 'intake', 'letter', 'matter'],
    ...['org', 'outbox', 'policy', 'policy/file', 'read', 'team'],
  ],
  ['calendar', 'calendar/notice', '.'],
  ['reminder'],
  ['policy/replay', 'report', 'roster'],
  ['schedule'],
];

/** What belongs to a few places only: a line each, with the places. */
const RESERVED: readonly { what: string; pattern: RegExp; only: readonly string[] }[] = [
  {
    what: 'the present moment',
    pattern: /^(?:new Date\(\)|Date\.now)$/u,
    only: ['src/core/clock.ts', 'sandbox/server/world/clock.ts', 'sandbox/page', 'web'],
  },
  {
    what: "the machine's time zone",
    pattern:
      /\.(?:get|set)(?:Date|Day|Month|FullYear|Hours|Minutes)$|\.toLocale(?:Date|Time)String$|\.getTimezoneOffset$/u,
    only: [],
  },
  {
    what: 'the environment',
    pattern: /^process\.env$/u,
    only: ['src/config', 'src/main.ts', 'src/cli/main.ts', 'sandbox/main.ts'],
  },
  {
    what: 'randomness',
    pattern: /^(?:crypto\.)?(?:randomUUID|randomBytes|randomInt|getRandomValues)$|^Math\.random$/u,
    only: [
      'src/core/ids.ts',
      'src/core/vault.ts',
      'src/db/key.ts',
      'src/db/embedded.ts',
      'src/wecom',
      'sandbox',
      'web',
    ],
  },
];

/** What people read lives in src/copy; these layers carry codes and parameters. */
const WITHOUT_HAN = ['src/domain', 'src/db', 'src/queue', 'src/wecom', 'src/http', 'web'];
/** Files of those layers whose Chinese is data (words of the law, headings of an import), with the reason. */
const HAN_IS_DATA: Readonly<Record<string, string>> = {
  'src/domain/calendar/notice/read.ts': 'the words in which the State Council writes its notices of holidays',
  'src/domain/calendar/notice/statutory.ts': 'the names that the law gives to holidays',
  'src/domain/letter/number.ts': '文号 is stored: the form that the numbers of official papers have',
};

/** SQL that reads the database's clock: the moment is an argument (`at`), or a test cannot set it. */
const SQL_CLOCK =
  /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp)\s*\(\s*\)|\bcurrent_(?:timestamp|date|time)\b|\blocaltimestamp\b/iu;
const MAX_LINES = 500;

const files = ['src', 'commands', 'jobs', 'sandbox', 'web'].flatMap((folder) => listFiles(folder));
const scans: readonly Scan[] = files.map((file) => scan(file));

const isIn = (file: string, place: string): boolean => file === place || file.startsWith(`${place}/`);
const layerOf = (file: string): string | undefined =>
  Object.keys(LAYERS)
    .filter((layer) => isIn(file, layer))
    .toSorted((a, b) => b.length - a.length)[0];

function mayImport(layer: string, target: string, isTypeOnly: boolean): boolean {
  return [layer, ...(LAYERS[layer] ?? [])].some((name) => {
    if (name.startsWith('types:')) return isTypeOnly && isIn(target, name.slice('types:'.length));
    return name === '*' || isIn(target, name);
  });
}

const isOurs = (target: string): boolean => /^(?:src|commands|jobs|sandbox|web|test|bench|bin)\//u.test(target);

describe('architecture', () => {
  it('every file belongs to a layer', () => {
    expect(files.filter((file) => layerOf(file) === undefined)).toEqual([]);
  });

  it('every allowed arrow leads to a layer', () => {
    const names = Object.values(LAYERS)
      .flat()
      .map((name) => name.replace(/^types:/u, ''));
    expect(names.filter((name) => name !== '*' && !(name in LAYERS))).toEqual([]);
  });

  it('imports follow the arrows', () => {
    const wrong = scans.flatMap(({ file, imports }) =>
      imports
        .filter(({ target }) => isOurs(target))
        .filter(({ target, isTypeOnly }) => !mayImport(layerOf(file) ?? '', target, isTypeOnly))
        .map(({ target, isTypeOnly, line }) => `${file}:${line} → ${target}${isTypeOnly ? ' (types)' : ''}`),
    );
    expect(wrong).toEqual([]);
  });

  it('the domain stands in storeys', () => {
    const DOMAIN = 'src/domain/';
    const roomOf = (file: string): string => file.slice(DOMAIN.length).split('/').slice(0, -1).join('/') || '.';
    const storeyOf = (file: string): number => STOREYS.findIndex((rooms) => rooms.includes(roomOf(file)));
    const ofDomain = scans.filter(({ file }) => file.startsWith(DOMAIN));
    expect(ofDomain.filter(({ file }) => storeyOf(file) < 0).map(({ file }) => file)).toEqual([]);
    const wrong = ofDomain.flatMap(({ file, imports }) =>
      imports
        .filter(({ target, isTypeOnly }) => target.startsWith(DOMAIN) && target.endsWith('.ts') && !isTypeOnly)
        .filter(({ target }) => storeyOf(target) > storeyOf(file))
        .map(({ target, line }) => `${file}:${line} → ${target}`),
    );
    expect(wrong).toEqual([]);
  });

  it('the messages hang together by a small file of types, and not in a knot', () => {
    const ofNotify = scans.filter(({ file }) => isIn(file, 'src/notify'));
    const uses = new Map(ofNotify.map(({ file, imports }) => [file, imports.map(({ target }) => target)]));
    const reached = (from: string, seen = new Set<string>()): Set<string> => {
      for (const target of uses.get(from) ?? []) if (!seen.has(target)) reached(target, seen.add(target));
      return seen;
    };
    const all = new Map(ofNotify.map(({ file }) => [file, reached(file)]));
    const circles = [...all].map(([file, to]) => [...to].filter((other) => all.get(other)?.has(file)).toSorted());
    expect(circles.filter((circle) => circle.length > 3)).toEqual([]);
  });

  for (const { what, pattern, only } of RESERVED) {
    it(`${what} has its places`, () => {
      const wrong = scans
        .filter(({ file }) => !only.some((place) => isIn(file, place)))
        .flatMap(({ file, expressions }) =>
          expressions.filter(({ text }) => pattern.test(text)).map(({ text, line }) => `${file}:${line} ${text}`),
        );
      expect(wrong).toEqual([]);
    });
  }

  it('Chinese that people read is in src/copy', () => {
    const wrong = scans
      .filter(({ file }) => WITHOUT_HAN.some((layer) => isIn(file, layer)) && !(file in HAN_IS_DATA))
      .flatMap(({ file, strings }) =>
        strings
          .filter(({ text }) => /\p{Script=Han}/u.test(text))
          .map(({ text, line }) => `${file}:${line} ${text.trim()}`),
      );
    expect(wrong).toEqual([]);
  });

  it('templates of the pages take their sentences from src/copy', () => {
    const outside = (file: string): string => readSource(file).replaceAll(/<script[\s\S]*?<\/script>/gu, '');
    expect(listFiles('web', /\.(?:vue|html|css)$/u).filter((file) => /\p{Script=Han}/u.test(outside(file)))).toEqual(
      [],
    );
  });

  it('SQL is told the time', () => {
    const inCode = scans.flatMap(({ file, strings, expressions }) => [
      ...strings.filter(({ text }) => SQL_CLOCK.test(text)).map(({ line }) => `${file}:${line}`),
      ...expressions.filter(({ text }) => /\.defaultNow$/u.test(text)).map(({ line }) => `${file}:${line} defaultNow`),
    ]);
    const inMigrations = listFiles('migrations', /\.sql$/u).filter((file) => SQL_CLOCK.test(readSource(file)));
    expect([...inCode, ...inMigrations]).toEqual([]);
  });

  it(`no file is longer than ${MAX_LINES} lines`, () => {
    expect(scans.filter(({ lines }) => lines > MAX_LINES).map(({ file, lines }) => `${file} ${lines}`)).toEqual([]);
  });
});
