import net from 'node:net';
import { type Wechaty, WechatyBuilder, log as wechatyLog } from 'wechaty';
import { HouseError } from '../../core/errors.ts';
import type { WechatSettings } from './settings.ts';

/** `given`: a puppet already made, for tests; else it is loaded by the name in the settings. */
export async function buildBot(settings: WechatSettings, given: Wechaty['puppet'] | null): Promise<Wechaty> {
  // wechaty prints whole messages when it warns; what matters of it reaches us as `error` events.
  if (process.env['WECHATY_LOG'] === undefined) wechatyLog.level('silent');
  const name = settings.memoryFile;
  const puppetOptions = optionsOf(settings);
  try {
    const made = given ?? (await servicePuppet(settings));
    const bot =
      made === null
        ? WechatyBuilder.build({ name, puppet: await installed(settings), puppetOptions })
        : WechatyBuilder.build({ name, puppet: made });
    await bot.init();
    return bot;
  } catch (cause) {
    if (cause instanceof HouseError) throw cause;
    throw new HouseError('wechat-puppet-setup', `微信接入方式 ${settings.puppet} 无法启用,请检查 token 与连接设置。`, { cause });
  }
}

async function servicePuppet(settings: WechatSettings): Promise<Wechaty['puppet'] | null> {
  if (settings.puppet !== 'wechaty-puppet-service') return null;
  const { StorelessPuppetService } = await import('./service-puppet.ts');
  return new StorelessPuppetService(optionsOf(settings));
}

async function installed(settings: WechatSettings): Promise<WechatSettings['puppet']> {
  const { puppet } = settings;
  try {
    await import(puppet);
  } catch (cause) {
    throw new HouseError('wechat-puppet-missing', `没有安装 ${puppet}。请先运行 npm install ${puppet},再启动。`, { cause });
  }
  return puppet;
}

function optionsOf(settings: WechatSettings) {
  const { token, endpoint, tls } = settings;
  const given = {
    ...(tls.disable ? { disable: true } : {}),
    ...(tls.caCert === null ? {} : { caCert: tls.caCert }),
    ...(tls.serverName === null ? {} : { serverName: tls.serverName }),
  };
  return {
    ...(token === null ? {} : { token }),
    ...(endpoint === null ? {} : { endpoint }),
    ...(Object.keys(given).length === 0 ? {} : { tls: given }),
  };
}

/** Whether anybody listens there: restarting a session before the server is back only wastes its time-outs. */
export function reachable(endpoint: string): Promise<boolean> {
  const at = endpoint.lastIndexOf(':');
  return new Promise((resolve) => {
    const socket = net.connect({ host: endpoint.slice(0, at), port: Number(endpoint.slice(at + 1)) });
    const done = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
  });
}
