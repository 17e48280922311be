import { PuppetService } from 'wechaty-puppet-service';

const goodbyeMs = 1_500;

/**
 * The puppet service's client without its store of people and rooms on disk. That store lies under the home folder, outside
 * the office's data; it keeps old names for ever; and where a session comes back quickly it is opened a second time before it
 * was closed, which throws outside any call and ends the process. The cache in memory stays.
 */
export class StorelessPuppetService extends PuppetService {
  protected override hookPayloadStore(): void {}

  /**
   * Stopping asks the server to stop too, without a deadline: a server that is alive and deaf would do it whenever it hears
   * again, and stop what we have started meanwhile.
   */
  override async onStop(): Promise<void> {
    const client = clientOf(this._grpcManager);
    const stop: unknown = client === null ? null : Reflect.get(client, 'stop');
    if (client !== null && typeof stop === 'function') {
      const inTime = (request: unknown, done: unknown): unknown =>
        Reflect.apply(stop, client, [request, { deadline: Date.now() + goodbyeMs }, done]);
      Reflect.set(client, 'stop', inTime);
    }
    await super.onStop();
  }
}

/** The manager throws where it has no client yet. */
function clientOf(manager: object | undefined): object | null {
  try {
    const client: unknown = manager === undefined ? null : Reflect.get(manager, 'client');
    return typeof client === 'object' ? client : null;
  } catch {
    return null;
  }
}
