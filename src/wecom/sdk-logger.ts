import type { Logger } from '../core/logger.ts';

interface SdkLogger {
  debug(message: string, ...rest: unknown[]): void;
  info(message: string, ...rest: unknown[]): void;
  warn(message: string, ...rest: unknown[]): void;
  error(message: string, ...rest: unknown[]): void;
}

/**
 * The SDK writes whole frames into its log, bodies and all. Only the constant beginning of its lines passes, and the
 * errcode; what matters to an operator is logged by the connection itself.
 */
export function sdkLogger(log: Logger): SdkLogger {
  const pass = (message: string): void => {
    const [line = ''] = message.split(/[:,{[(]/u, 1);
    const errcode = /errcode=(-?\d+)/u.exec(message)?.[1];
    log.debug({ ...(errcode !== undefined && { errcode: Number(errcode) }) }, `sdk: ${line.trim()}`);
  };
  return { debug: () => {}, info: pass, warn: pass, error: pass };
}
