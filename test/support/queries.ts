import { getTableColumns, getTableName, is } from 'drizzle-orm';
import { PgTable } from 'drizzle-orm/pg-core';
import ts from 'typescript';
import * as schema from '../../src/db/schema.ts';
import { importedFrom } from './source-files.ts';

/** Rows of matters that stand under another name than the matter's id: of a clock, of several matters, of a period's. */
const WITHOUT_ID: readonly string[] = ['petition', 'reminder_claim', 'handover', 'kept_report', 'prompt_answer'];

/** Tables that tell of matters: the name the code has for them → the name in SQL. A new one with a `petition_id` is one of them. */
export const GUARDED: ReadonlyMap<string, string> = new Map(
  Object.entries(schema).flatMap(([name, table]) => {
    if (!is(table, PgTable)) return [];
    const inSql = getTableName(table);
    const isOfMatter = Object.values(getTableColumns(table)).some((column) => column.name === 'petition_id');
    return isOfMatter || WITHOUT_ID.includes(inSql) ? [[name, inSql]] : [];
  }),
);
const UNGUARDED: ReadonlySet<string> = new Set(
  Object.entries(schema).flatMap(([name, table]) => (is(table, PgTable) && !GUARDED.has(name) ? [name] : [])),
);

/** What shuts out: conditions that only these may make, by the file that they come from. */
export const DOORS: Readonly<Record<string, readonly string[]>> = {
  'src/domain/matter/access.ts': ['visibleTo', 'notBarred', 'countableFor', 'groupVisible'],
  'src/domain/report/facts.ts': ['readableBy'],
};

/** What a parameter is called that is given one of them. */
const DOOR_TYPE = 'Door';

const IN_SQL = new RegExp(`\\b(?:${[...GUARDED.values()].join('|')})\\b`, 'gu');
/** Where tables stand in SQL. A condition or a value on its own belongs to the query that it is written into. */
const READS = /\b(?:from|join|using|update|into|table)\b[\w".\s,]*/giu;
/** Where a name is put in, which table it is is known only when it runs. */
const READS_WHAT_IS_PUT_IN = /\b(?:from|join|using|update|table)\s*$/iu;
const JOINS = /^(?:inner|left|right|full|cross)Join(?:Lateral)?$/u;

export interface Query {
  readonly line: number;
  /** What it reads, as written. */
  readonly tables: readonly string[];
  readonly hasDoor: boolean;
}

/** Every query of a source file that reads a guarded table, or one that cannot be told from the source. */
export function queriesOf(file: string, text: string): Query[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const doors = doorsOf(file, source);
  const found: Query[] = [];
  const visit = (node: ts.Node): void => {
    if (isQuery(node)) {
      const parts = [...within(node)];
      const tables = [...new Set(parts.flatMap(tablesOf))];
      if (tables.length > 0) {
        const line = source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
        found.push({ line, tables, hasDoor: namesDoor(node, doors, new Set()) });
      }
      // What runs on its own inside (awaited, or in a function) is a query of its own.
      for (const part of parts) ts.forEachChild(part, (child) => (runsAlone(child) ? visit(child) : undefined));
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const runsAlone = (node: ts.Node): boolean => ts.isAwaitExpression(node) || ts.isFunctionLike(node);

/** A node and all below it that belongs to the same statement of SQL. */
function* within(node: ts.Node): Generator<ts.Node> {
  yield node;
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) if (!runsAlone(child)) yield* within(child);
}

/** The outermost call of a chain that selects, changes or counts, or a template of SQL. */
function isQuery(node: ts.Node): boolean {
  if (isSql(node)) return true;
  if (!ts.isCallExpression(node) || isInsideChain(node)) return false;
  return [...chainOf(node)].some(
    ({ method, call }) =>
      /^(?:select|selectDistinct|selectDistinctOn|update|delete|\$count|unsafe)$/u.test(method) ||
      isRelational(call.expression),
  );
}

const isInsideChain = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node.parent) &&
  node.parent.expression === node &&
  ts.isCallExpression(node.parent.parent);

function* chainOf(node: ts.Node): Generator<{ readonly method: string; readonly call: ts.CallExpression }> {
  let at: ts.Node = node;
  while (ts.isCallExpression(at) && ts.isPropertyAccessExpression(at.expression)) {
    yield { method: at.expression.name.text, call: at };
    at = at.expression.expression;
  }
}

/** `tx.query.petitions.findMany` */
const isRelational = (node: ts.Node): boolean =>
  ts.isPropertyAccessExpression(node) &&
  ts.isPropertyAccessExpression(node.expression) &&
  ts.isPropertyAccessExpression(node.expression.expression) &&
  node.expression.expression.name.text === 'query';

const isSql = (node: ts.Node): node is ts.TaggedTemplateExpression =>
  ts.isTaggedTemplateExpression(node) && nameOf(node.tag) === 'sql';

const nameOf = (node: ts.Node): string | undefined =>
  ts.isIdentifier(node) ? node.text : ts.isPropertyAccessExpression(node) ? node.name.text : undefined;

function tablesOf(node: ts.Node): string[] {
  if (isSql(node)) return tablesInTemplate(node.template);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return [];
  const method = node.expression.name.text;
  const [first] = node.arguments;
  if (isRelational(node.expression)) return asTable((node.expression.expression as ts.PropertyAccessExpression).name);
  if (method === 'unsafe' || method === 'raw') return first === undefined ? [] : tablesInText(first, method);
  if (first === undefined) return [];
  if (JOINS.test(method) || method === '$count') return asTable(first);
  const before = [...chainOf(node)].map((part) => part.method);
  if (method === 'from' && before.some((name) => name.startsWith('select'))) return asTable(first);
  if (method === 'update' || method === 'delete') return isRead(node) ? asTable(first) : [];
  return [];
}

/** Changing is no reading, unless it gives back what it changed. */
function isRead(changing: ts.CallExpression): boolean {
  let at: ts.Node = changing;
  while (isInsideChain(at)) {
    if ((at.parent as ts.PropertyAccessExpression).name.text === 'returning') return true;
    at = at.parent.parent;
  }
  return false;
}

/** A table that is no name of the schema's is one that nobody can vouch for, unless it is a query written down before. */
function asTable(node: ts.Node): string[] {
  const name = nameOf(node) ?? node.getText();
  if (UNGUARDED.has(name)) return [];
  const declared = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declared !== undefined && [...within(declared)].some(isQuery) ? [] : [name];
}

function tablesInTemplate(template: ts.TemplateLiteral): string[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return named(template.text);
  const texts = [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
  const reads = texts.some((text) => text.search(READS) >= 0);
  const put = template.templateSpans.flatMap(({ expression }, i) => {
    if (READS_WHAT_IS_PUT_IN.test(texts[i]!)) return asTable(expression);
    return reads && ts.isIdentifier(expression) && GUARDED.has(expression.text) ? [expression.text] : [];
  });
  return [...named(texts.join(' ')), ...put];
}

const named = (sql: string): string[] => [...sql.matchAll(READS)].flatMap(([clause]) => clause.match(IN_SQL) ?? []);

/** `raw` puts in a word; what `unsafe` runs is a whole statement. */
function tablesInText(node: ts.Node, method: 'unsafe' | 'raw'): string[] {
  if (ts.isTemplateLiteral(node)) return tablesInTemplate(node);
  if (ts.isStringLiteralLike(node)) return named(node.text);
  return method === 'unsafe' ? [node.getText()] : [];
}

/** Doors by the name that this file has for them. */
function doorsOf(file: string, source: ts.SourceFile): ReadonlySet<string> {
  const own = DOORS[file] ?? [];
  return new Set([...own, ...Object.entries(DOORS).flatMap(([from, names]) => importedFrom(source, from, names))]);
}

/** Whether a door is called in it, or in a constant or function of the same file that it uses. */
function namesDoor(node: ts.Node, doors: ReadonlySet<string>, seen: Set<ts.Node>): boolean {
  for (const part of within(node)) {
    if (!ts.isIdentifier(part) || isMemberName(part)) continue;
    if (doors.has(part.text) && ts.isCallExpression(part.parent) && part.parent.expression === part) return true;
    if (isGivenDoor(part)) return true;
    const declared = declarationOf(part);
    if (declared === undefined || seen.has(declared)) continue;
    seen.add(declared);
    const body = ts.isFunctionLike(declared) ? (declared as ts.FunctionDeclaration).body : declared;
    if (body !== undefined && !asksItself(body) && namesDoor(body, doors, seen)) return true;
  }
  return false;
}

/** What was awaited, or runs a query, is an answer: no part of the statement that it is used in. */
const asksItself = (body: ts.Node): boolean =>
  ts.isAwaitExpression(body) || [...within(body)].some((part) => isQuery(part) && !isSql(part));

/** A parameter of the type that only doors have, or a part of one. */
function isGivenDoor(name: ts.Identifier): boolean {
  for (let at: ts.Node = name.parent; at !== undefined; at = at.parent) {
    if (ts.isBlock(at) && declaredIn(at, name.text) !== undefined) return false;
    const parameter = ts.isFunctionLike(at) && at.parameters.find((one) => binds(one.name, name.text));
    if (parameter !== undefined && parameter !== false) return isOfDoorType(typeOf(parameter, name.text));
  }
  return false;
}

/** The type that a parameter, or the interface of this file that it is taken from, gives a name. */
function typeOf({ name, type }: ts.ParameterDeclaration, wanted: string): ts.TypeNode | undefined {
  if (ts.isIdentifier(name) || type === undefined || !ts.isTypeReferenceNode(type)) return type;
  const members = name
    .getSourceFile()
    .statements.flatMap((one) =>
      ts.isInterfaceDeclaration(one) && one.name.text === type.typeName.getText() ? [...one.members] : [],
    );
  const member = members.find((one) => one.name?.getText() === wanted);
  return member !== undefined && ts.isPropertySignature(member) ? member.type : undefined;
}

const isOfDoorType = (type: ts.TypeNode | undefined): boolean => type?.getText() === DOOR_TYPE;

const isMemberName = (node: ts.Identifier): boolean =>
  (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node) ||
  (ts.isPropertyAssignment(node.parent) && node.parent.name === node);

/** What a name stands for: the value of the constant or the function that the nearest block around it declares. */
function declarationOf(name: ts.Identifier): ts.Node | undefined {
  for (let at: ts.Node = name.parent; at !== undefined; at = at.parent) {
    if (ts.isFunctionLike(at) && at.parameters.some((parameter) => binds(parameter.name, name.text))) return undefined;
    if (!ts.isBlock(at) && !ts.isSourceFile(at)) continue;
    const found = declaredIn(at, name.text);
    if (found === undefined) continue;
    return ts.isVariableDeclaration(found) ? found.initializer : found;
  }
  return undefined;
}

/** The function or the constant of this name in a block itself. */
function declaredIn(
  block: ts.Block | ts.SourceFile,
  name: string,
): ts.FunctionDeclaration | ts.VariableDeclaration | undefined {
  for (const statement of block.statements) {
    if (ts.isFunctionDeclaration(statement) && statement.name?.text === name) return statement;
    if (!ts.isVariableStatement(statement)) continue;
    const found = statement.declarationList.declarations.find((one) => binds(one.name, name));
    if (found !== undefined) return found;
  }
  return undefined;
}

const binds = (pattern: ts.BindingName, name: string): boolean =>
  ts.isIdentifier(pattern)
    ? pattern.text === name
    : pattern.elements.some((element) => ts.isBindingElement(element) && binds(element.name, name));
