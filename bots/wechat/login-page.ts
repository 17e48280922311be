import type { FastifyInstance, FastifyRequest } from 'fastify';
import { type QrState, svgQr } from './qr.ts';

/**
 * `/wechat/login`: the login code, or how the login stands. Whoever scans the code makes his own account the bot, so the
 * page is shown only where `allow` says so; `fromThisMachine` is the careful choice.
 */
export function registerLoginPage(
  app: FastifyInstance,
  channel: { qr(): QrState },
  options: { allow: (request: FastifyRequest) => boolean },
): void {
  app.get('/wechat/login', async (request, reply) => {
    reply
      .header('cache-control', 'no-store')
      .header('x-robots-tag', 'noindex')
      .header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'")
      .header('x-content-type-options', 'nosniff')
      .type('text/html; charset=utf-8');
    if (!options.allow(request)) return reply.code(403).send(page('<p>登录页只能在运行机器人的电脑上打开。</p>', false));
    return page(await bodyOf(channel.qr()), true);
  });
}

/** A proxy in front also connects from this machine; what it forwards tells it. */
export function fromThisMachine(request: FastifyRequest): boolean {
  const forwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip'].some((name) => request.headers[name] !== undefined);
  return !forwarded && /^(127\.|::1$|::ffff:127\.)/.test(request.ip);
}

async function bodyOf(state: QrState): Promise<string> {
  switch (state.kind) {
    case 'none':
      return '<p>正在连接微信,请稍候……</p>';
    case 'scan':
      return `${await svgQr(state.text)}<p>请用机器人的微信账号扫码,并在手机上确认登录。</p>`;
    case 'scanned':
      return '<p>已扫码,请在手机上确认登录。</p>';
    case 'logged-in':
      return `<p>已登录:<strong>${escapeHtml(state.name)}</strong></p>`;
  }
}

/** The page renews itself: a code is valid for a minute or two only. */
function page(body: string, renew: boolean): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${renew ? '<meta http-equiv="refresh" content="3">' : ''}
<title>微信登录 · 马上办</title>
<style>body{font-family:system-ui,sans-serif;text-align:center;padding:3rem 1rem;color:#222}svg{max-width:280px;width:80vw;height:auto}</style>
</head>
<body><h1>微信登录</h1>${body}</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
