import { wechatWorld } from '../support/puppet/wechat-world.ts';
import { channelContract } from './channel-contract.ts';

channelContract('wechat', wechatWorld);
