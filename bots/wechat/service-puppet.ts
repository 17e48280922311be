import { PuppetService } from 'wechaty-puppet-service';

/**
 * The puppet service's client without its store of people and rooms on disk. That store lies under the home folder, outside
 * the office's data; it keeps old names for ever; and where a session comes back quickly it is opened a second time before it
 * was closed, which throws outside any call and ends the process. The cache in memory stays.
 */
export class StorelessPuppetService extends PuppetService {
  protected override hookPayloadStore(): void {}
}
