import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SOURCE = /\.(?:ts|vue|js)$/u;

/** Files of the repository below `folder`, with `/`, sorted; a folder that does not exist has none. */
export function listFiles(folder: string, pattern = SOURCE): string[] {
  try {
    return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && pattern.test(entry.name))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'))
      .filter((file) => !/(?:^|\/)(?:node_modules|dist)\//u.test(file))
      .toSorted();
  } catch {
    return [];
  }
}

export const readSource = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

interface Import {
  /** File of the repository, or the package's name as written. */
  target: string;
  isTypeOnly: boolean;
  line: number;
}

export interface Scan {
  file: string;
  lines: number;
  imports: Import[];
  /** String and template literals that are not module names. */
  strings: { text: string; line: number }[];
  /** `new X()` without arguments, `a.b()` and `a.b`, as written: `new Date()`, `Date.now`, `process.env`. */
  expressions: { text: string; line: number }[];
}

const ALIASES: Readonly<Record<string, string>> = { '#src/': 'src/', '#jobs/': 'jobs/' };

function targetOf(file: string, name: string): string {
  for (const [alias, folder] of Object.entries(ALIASES)) {
    if (name.startsWith(alias)) return folder + name.slice(alias.length);
  }
  if (!name.startsWith('.')) return name;
  return relative(ROOT, resolve(ROOT, dirname(file), name))
    .split(sep)
    .join('/');
}

/** In a Vue file only the script is read. */
function scriptOf(file: string): string {
  const text = readSource(file);
  if (!file.endsWith('.vue')) return text;
  return [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/gu)].map((match) => match[1]).join('\n');
}

export function scan(file: string, text = scriptOf(file)): Scan {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: Scan = { file, lines: text.split('\n').length, imports: [], strings: [], expressions: [] };
  const lineOf = (node: ts.Node): number => source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
  const addImport = (node: ts.Node, name: string, isTypeOnly: boolean): void => {
    found.imports.push({ target: targetOf(file, name), isTypeOnly, line: lineOf(node) });
  };
  const visit = (node: ts.Node): void => {
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier !== undefined) {
      addImport(node, (node.moduleSpecifier as ts.StringLiteral).text, isOnlyTypes(node));
      return;
    }
    if (ts.isImportTypeNode(node)) {
      const { argument } = node;
      if (ts.isLiteralTypeNode(argument)) addImport(node, (argument.literal as ts.StringLiteral).text, true);
      return;
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [name] = node.arguments;
      if (name !== undefined && ts.isStringLiteralLike(name)) {
        addImport(node, name.text, false);
        return;
      }
    }
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.strings.push({ text: node.text, line: lineOf(node) });
    }
    if (ts.isPropertyAccessExpression(node)) found.expressions.push({ text: node.getText(source), line: lineOf(node) });
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      found.expressions.push({ text: node.expression.text, line: lineOf(node) });
    }
    if (ts.isNewExpression(node) && (node.arguments?.length ?? 0) === 0) {
      found.expressions.push({ text: `new ${node.expression.getText(source)}()`, line: lineOf(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The names a file has for some of what it imports from another. */
export function importedFrom(source: ts.SourceFile, from: string, names: readonly string[]): string[] {
  return source.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement)) return [];
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    if (targetOf(source.fileName, (statement.moduleSpecifier as ts.StringLiteral).text) !== from) return [];
    return bindings.elements
      .filter((element) => names.includes((element.propertyName ?? element.name).text))
      .map((element) => element.name.text);
  });
}

/** `import { type A }` does not count: it is left standing as an import of the module. */
function isOnlyTypes(node: ts.ImportDeclaration | ts.ExportDeclaration): boolean {
  return ts.isExportDeclaration(node) ? node.isTypeOnly : (node.importClause?.isTypeOnly ?? false);
}
