import { pino, type Logger as PinoLogger } from 'pino';

import { describeError } from './log-error.ts';
import { liftPersonal } from './privacy.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'silent';
/** Ids, counts, codes; never what a person wrote. */
export type LogFields = Readonly<Record<string, unknown>>;

interface LogMethod {
  (fields: LogFields, message: string): void;
  (message: string): void;
}

/** `log.info({ petitionId, stage }, 'reminder claimed')`: one English sentence and fields. An error goes in as `err`. */
export interface Logger {
  debug: LogMethod;
  info: LogMethod;
  warn: LogMethod;
  error: LogMethod;
  fatal: LogMethod;
  child(bindings: LogFields): Logger;
}

/**
 * A net under the rule, not the rule: fields of these names are dropped wherever they stand, since they would carry
 * a person's words, identity or a secret.
 */
const WITHHELD = new Set(
  [
    ...['text', 'content', 'body', 'raw', 'quote', 'title', 'summary', 'caption', 'answer', 'opinion'],
    ...['petitioner', 'petitioners', 'phone', 'mobile', 'address', 'identity', 'idnumber'],
    ...['secret', 'password', 'token', 'accesstoken', 'authorization', 'cookie', 'aeskey', 'encodingaeskey', 'datakey'],
    ...['params', 'parameters', 'databaseurl', 'redisurl', 'webhook', 'corpsecret'],
  ].map((name) => name.toLowerCase()),
);
const DEPTH = 4;

const MASKED = { phone: '***', identity: '***', name: '***' };
/** Ids of ours and moments are made of digits, too. */
const OURS = /^(?:[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[\d:.]+Z)$/u;
const LONGEST = 2000;

/** A number of a person that got into a value all the same. */
const masked = (value: string): string =>
  OURS.test(value) ? value : liftPersonal(value.slice(0, LONGEST), MASKED).text;

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return masked(value);
  if (value instanceof Error) return describeError(value);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return value;
  if ('toJSON' in value && typeof value.toJSON === 'function') return clean(value.toJSON(), depth + 1);
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (depth >= DEPTH) return '[deep]';
  if (Array.isArray(value)) return value.slice(0, 50).map((item) => clean(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [
      name,
      WITHHELD.has(name.replaceAll('_', '').toLowerCase()) && item !== undefined ? '***' : clean(item, depth + 1),
    ]),
  );
}

const cleanFields = (fields: object): Record<string, unknown> => clean(fields, 0) as Record<string, unknown>;

const COLOURS: Record<string, string> = { debug: '90', info: '36', warn: '33', error: '31', fatal: '31;1' };

interface PinoLine extends Record<string, unknown> {
  level: string;
  time: string;
  msg?: string;
  err?: { stack?: string };
}

/** For eyes on a terminal: `09:14:03 warn  message  field=value`, the stack on lines of its own. */
function prettyLine(line: string): string {
  const { level, time, msg, err, ...fields } = JSON.parse(line) as PinoLine;
  const rest = Object.entries(fields).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`,
  );
  const error =
    err === undefined
      ? ''
      : ` ${JSON.stringify(err, (key, value: unknown) => (key === 'stack' ? undefined : value))}\n${err.stack ?? ''}`;
  const clock = new Date(time).toTimeString().slice(0, 8);
  return `${clock} \u001B[${COLOURS[level] ?? '0'}m${level.padEnd(5)}\u001B[0m ${msg ?? ''}${rest.join('')}${error}\n`;
}

/** pino's formatters do not see the bindings of a child, so they are cleaned here. */
function wrap(logger: PinoLogger): Logger {
  const methods = logger as unknown as Logger;
  return {
    debug: methods.debug.bind(logger),
    info: methods.info.bind(logger),
    warn: methods.warn.bind(logger),
    error: methods.error.bind(logger),
    fatal: methods.fatal.bind(logger),
    child: (bindings) => wrap(logger.child(cleanFields(bindings))),
  };
}

export interface LoggerOptions {
  level?: LogLevel;
  /** Lines for eyes instead of JSON. */
  pretty?: boolean;
  /** Where lines go; standard output when absent. */
  write?: (line: string) => void;
}

export function createLogger({ level = 'info', pretty = false, write }: LoggerOptions = {}): Logger {
  // Written at once, not buffered: the line before a crash is the one that is needed.
  const out = write ?? ((line: string) => void process.stdout.write(line));
  const root = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      serializers: { err: (error: unknown) => error },
      formatters: {
        level: (label) => ({ level: label }),
        log: cleanFields,
      },
    },
    { write: pretty ? (line: string) => out(prettyLine(line)) : out },
  );
  return wrap(root);
}

export const silentLogger: Logger = createLogger({ level: 'silent', write: () => {} });
