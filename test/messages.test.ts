/**
 * In the outbox a kind of message is a string (ADR 31). Here every kind that is told has its file in src/notify/messages, every one of these is
 * told, and delivery knows none of them.
 */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

import { loadMessages } from '../src/app/load-folder.ts';
import { listFiles, scan } from './support/source-files.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const kinds = (await loadMessages()).all.map(({ kind }) => kind);

/** The interfaces that say what is to be told. */
const TELLINGS = { Tell: 'src/domain/outbox/store.ts', Notice: 'src/domain/matter/notices.ts' };

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(`${ROOT}/tsconfig.json`, ts.sys.readFile).config,
  ts.sys,
  ROOT,
);
const files = ['src', 'commands', 'jobs'].flatMap((folder) => listFiles(folder, /\.ts$/u));
const program = ts.createProgram(
  files.map((file) => `${ROOT}/${file}`),
  options,
);
const checker = program.getTypeChecker();
const sourceOf = (file: string): ts.SourceFile => program.getSourceFile(`${ROOT}/${file}`)!;

const tellings = Object.entries(TELLINGS).map(([name, file]) => {
  const found = sourceOf(file).statements.find((one) => ts.isInterfaceDeclaration(one) && one.name.text === name);
  return checker.getTypeAtLocation(found!);
});

/** The strings that a `kind` can be; undefined when it can be any. */
function literalsOf(type: ts.Type): string[] | undefined {
  const types = type.isUnion() ? type.types : [type];
  return types.every((one) => one.isStringLiteral())
    ? types.map((one) => (one as ts.StringLiteralType).value)
    : undefined;
}

const nameOf = (property: ts.ObjectLiteralElementLike): string | undefined => property.name?.getText();

/** What an object says that can be told; undefined for any other object. */
function toldBy(node: ts.ObjectLiteralExpression): readonly string[] | undefined {
  if (!node.properties.some((one) => ['once', 'to', 'kind'].includes(nameOf(one) ?? ''))) return undefined;
  const type = checker.getTypeAtLocation(node);
  const kind = type.getProperty('kind');
  if (kind === undefined || !tellings.some((one) => checker.isTypeAssignableTo(type, one))) return undefined;
  const written = node.properties.find((one) => ts.isPropertyAssignment(one) && nameOf(one) === 'kind');
  const value = written && (written as ts.PropertyAssignment).initializer;
  // `notice.kind` of `announce` was read where that is called.
  const owner = value !== undefined && ts.isPropertyAccessExpression(value) ? value.expression : undefined;
  if (owner !== undefined && tellings.includes(checker.getTypeAtLocation(owner))) return [];
  const said = value === undefined ? checker.getTypeOfSymbolAtLocation(kind, node) : checker.getTypeAtLocation(value);
  return literalsOf(said) ?? ['?'];
}

const told = new Map<string, string[]>();
for (const file of files) {
  const source = sourceOf(file);
  const visit = (node: ts.Node): void => {
    for (const kind of (ts.isObjectLiteralExpression(node) && toldBy(node)) || []) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
      told.set(kind, [...(told.get(kind) ?? []), `${file}:${line + 1}`]);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

it('every kind that is told has a file in src/notify/messages', () => {
  expect([...told].filter(([kind]) => !kinds.includes(kind))).toEqual([]);
});

it('every message is told', () => {
  expect(kinds.filter((kind) => !told.has(kind))).toEqual([]);
});

it('delivery knows no kind of message', () => {
  const wrong = listFiles('src/notify/delivery').flatMap((file) =>
    scan(file)
      .strings.filter(({ text }) => kinds.includes(text))
      .map(({ text, line }) => `${file}:${line} ${text}`),
  );
  expect(wrong).toEqual([]);
});
