import { customType, date, timestamp } from 'drizzle-orm/pg-core';
import type { LocalDay } from '../../core/local-day.ts';

/** A moment; always written by us (SQL never reads the machine's clock). */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/** A calendar day in Asia/Shanghai. */
export const day = (name: string) => date(name, { mode: 'string' }).$type<LocalDay>();

/** Ciphertext of the vault: nonce, tag and bytes. */
export const sealed = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => 'bytea' });
