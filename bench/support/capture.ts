import { type Database, openDatabase } from '../../src/db/client.ts';

export interface Statement {
  /** Statements of one connection keep their order. */
  readonly connection: number;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** The database as the bot opens it, telling each statement as it is sent. */
export const captured = (url: string, tell: (statement: Statement) => void, max = 10): Database =>
  openDatabase(url, { max, heard: (connection, text, values) => tell({ connection, text, values: [...values] }) });
