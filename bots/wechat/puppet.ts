import { mkdir, open } from 'node:fs/promises';
import net from 'node:net';
import path from 'node:path';
import { type Wechaty, WechatyBuilder, log as wechatyLog } from 'wechaty';
import { HouseError } from '../../core/errors.ts';
import type { WechatSettings } from './settings.ts';

/** `given`: a puppet already made, for tests; else it is loaded by the name in the settings. */
export async function buildBot(settings: WechatSettings, given: Wechaty['puppet'] | null): Promise<Wechaty> {
  // wechaty prints whole messages when it warns; what matters of it reaches us as `error` events.
  if (process.env['WECHATY_LOG'] === undefined) wechatyLog.level('silent');
  await keepSecret(`${settings.memoryFile}.memory-card.json`);
  try {
    const bot = await build(settings, given);
    await bot.init();
    return bot;
  } catch (cause) {
    if (cause instanceof HouseError) throw cause;
    throw new HouseError('wechat-puppet-setup', `微信接入方式 ${settings.puppet} 无法启用,请检查 token 与连接设置。`, { cause });
  }
}

async function build(settings: WechatSettings, given: Wechaty['puppet'] | null): Promise<Wechaty> {
  const { puppet, memoryFile: name } = settings;
  const options = optionsOf(settings);
  if (given !== null) return WechatyBuilder.build({ name, puppet: given });
  switch (puppet) {
    case 'wechaty-puppet-service': {
      const { StorelessPuppetService } = await import('./service-puppet.ts');
      return WechatyBuilder.build({ name, puppet: new StorelessPuppetService(options) });
    }
    case 'wechaty-puppet-wechat4u': {
      const { KeptWechat4u } = await withoutNewCatchAll(() => import('./web-puppet.ts'));
      return WechatyBuilder.build({ name, puppet: new KeptWechat4u(options) });
    }
    case 'wechaty-puppet-padlocal':
      await mustBeInstalled(puppet);
      return WechatyBuilder.build({ name, puppet, puppetOptions: options });
  }
}

/** Loaded by name: the package is there only where an office bought it. */
async function mustBeInstalled(name: string): Promise<void> {
  try {
    await import(name);
  } catch (cause) {
    throw new HouseError('wechat-puppet-missing', `没有安装 ${name}。请先运行 npm install ${name},再启动。`, { cause });
  }
}

/** wechat4u catches every uncaught exception of the whole process, on import: a fault must end the process, as ours decides. */
async function withoutNewCatchAll<T>(load: () => Promise<T>): Promise<T> {
  const before = new Set(process.listeners('uncaughtException'));
  const loaded = await load();
  for (const listener of process.listeners('uncaughtException')) if (!before.has(listener)) process.off('uncaughtException', listener);
  return loaded;
}

/** The login is in it: whoever reads the file is the bot. wechaty writes into the file as it finds it. */
async function keepSecret(file: string): Promise<void> {
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, 'a', 0o600);
    try {
      await handle.chmod(0o600);
      if ((await handle.stat()).size === 0) await handle.write('{}');
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new HouseError('wechat-memory-file', `微信登录信息无法保存到 ${file},请检查文件夹是否存在、是否可写。`, { cause });
  }
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
    // Asking a free port long enough, the kernel may connect us to ourselves.
    socket.once('connect', () => done(socket.localPort !== socket.remotePort));
    socket.once('error', () => done(false));
  });
}
