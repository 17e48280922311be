import { PuppetWechat4u } from 'wechaty-puppet-wechat4u';
import { HouseError } from '../../core/errors.ts';
import { isWebCore, tame } from './web-core.ts';
import { webSessionLost } from './wire-errors.ts';

/** wechat4u's puppet over a tamed core: stopping keeps the login for the next start, and nothing it does ends the process. */
export class KeptWechat4u extends PuppetWechat4u {
  #end: () => void = () => undefined;

  override async onStart(): Promise<void> {
    await super.onStart();
    const core: unknown = Reflect.get(this, 'wechat4u');
    if (!isWebCore(core))
      throw new HouseError('wechat4u-changed', 'wechaty-puppet-wechat4u 的版本与本程序不符,请按 package-lock.json 安装。');
    this.#end = tame(core, {
      lost: (reason) => void this.emit('error', new Error(`${webSessionLost}: ${reason}`)),
      failed: (reason) => void this.emit('error', new Error(`web WeChat: ${reason.split('\n')[0] ?? ''}`)),
      unhandled: (messageId) => void this.emit('message', { messageId }),
    });
  }

  override async onStop(): Promise<void> {
    const core: unknown = Reflect.get(this, 'wechat4u');
    this.#end();
    await super.onStop();
    // Its timer goes on asking about contacts, and late handlers still reach for the core: they find an ended one.
    const asking: unknown = Reflect.get(this, 'getContactInterval');
    if (asking instanceof Object) clearInterval(Number(asking));
    Reflect.set(this, 'getContactInterval', undefined);
    Reflect.set(this, 'unknownContactId', []);
    Reflect.set(this, 'wechat4u', core);
  }
}
