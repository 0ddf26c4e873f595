import type { IncomingMessage } from 'node:http';

const LOCAL = new Set(['localhost', '127.0.0.1', '[::1]']);

export interface AccessRules {
  openToAll: boolean;
  publicHost: string[];
}

/**
 * Why a request is refused, or null. The sandbox has no passwords: it serves this machine only, neither what a proxy
 * forwards nor a page of another site (foreign Origin, or a Host that was rebound to this machine).
 */
export function refusalOf(req: IncomingMessage, rules: AccessRules): string | null {
  if (rules.openToAll) return null;
  const isForwarded = Object.keys(req.headers).some(
    (name) => name === 'forwarded' || name === 'x-real-ip' || name.startsWith('x-forwarded-'),
  );
  if (isForwarded) return '沙箱不接受代理转发的请求；确需开放，请设置 SANDBOX_OPEN=1。';
  if (!isAllowedHost(req.headers.host, rules)) {
    return '沙箱只接受以 localhost 或 127.0.0.1 访问的请求；确需开放，请设置 SANDBOX_OPEN=1。';
  }
  const origin = req.headers.origin;
  if (origin !== undefined && !isAllowedHost(/^https?:\/\/(.+)$/.exec(origin)?.[1], rules)) {
    return '沙箱不接受其他网站页面发来的请求。';
  }
  return null;
}

function isAllowedHost(value: string | undefined, rules: AccessRules): boolean {
  if (value === undefined) return false;
  const host = value.toLowerCase();
  const name = host.replace(/:\d+$/, '');
  return LOCAL.has(name) || rules.publicHost.some((one) => one.toLowerCase() === host || one.toLowerCase() === name);
}
