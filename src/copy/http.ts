/** What the web server says: to the operator at start, to a browser, to whoever calls an interface. */
export const httpText = {
  portBusy: (port: number) =>
    `端口 ${port} 已被占用：请关掉占用它的程序，或设 PORT=${port < 65_535 ? port + 1 : 3000} 再启动。`,
  portForbidden: (port: number) => `没有权限使用端口 ${port}：请设 PORT=3000（1024 以下的端口需要管理员权限）再启动。`,
  noHost: (host: string) => `本机没有地址 ${host}：请检查 HOST，或去掉它再启动。`,
  running: '信访工作群机器人正在运行。',
  notFound: '没有这个地址。',
  methodNotAllowed: '这个地址不支持这种请求方法。',
  badRequest: '请求内容不对。',
  tooLarge: '内容太大。',
  internal: '程序出错了，已记录，请稍后再试。',
  clockBody: '请给出 now（带时区的时刻，如 2026-03-02T09:00:00+08:00）或 advance（如 P1D、PT2H30M）。',
  clockRange: '一次最多移动十年，请核对年份。',
  checksFailed: '检查没有完成。',
} as const;
