import readline from 'node:readline';
import { PuppetServer } from 'wechaty-puppet-service';
import { botId, FarPuppet } from './far-puppet.ts';
import { type Command, Line, type Report } from './protocol.ts';

/** A process of its own holding real puppet servers (gRPC), so that a test can kill it as an outage does. */

const servers = new Map<string, { server: PuppetServer; puppet: FarPuppet; beating: NodeJS.Timeout }>();

function tell(report: Report): void {
  process.stdout.write(`${JSON.stringify(report)}\n`);
}

async function open(command: Extract<Command, { do: 'open' }>): Promise<void> {
  const puppet = new FarPuppet(command.server, tell);
  await puppet.obey({ do: 'contact', server: command.server, id: botId, name: command.botName, alias: '', weixin: '' });
  puppet.on('start', () => {
    if (command.login && !puppet.isLoggedIn) puppet.login(botId);
  });
  const tls = command.tls ? {} : { tls: { disable: true } };
  const server = new PuppetServer({ endpoint: `127.0.0.1:${command.port}`, token: command.token, puppet, ...tls });
  await server.start();
  const beating = setInterval(() => puppet.emit('heartbeat', { data: 'the far side lives' }), 500);
  servers.set(command.server, { server, puppet, beating });
}

async function close(name: string): Promise<void> {
  const open = servers.get(name);
  servers.delete(name);
  clearInterval(open?.beating);
  await open?.server.stop();
  await open?.puppet.stop();
}

async function obey(command: Command): Promise<void> {
  if (command.do === 'open') return open(command);
  if (command.do === 'close') return close(command.server);
  const there = servers.get(command.server);
  if (there === undefined) throw new Error(`no server ${command.server}`);
  await there.puppet.obey(command);
}

let last: Promise<void> = Promise.resolve();
const lines = readline.createInterface({ input: process.stdin });
lines.on('line', (text) => {
  const { n, command } = Line.parse(JSON.parse(text));
  last = last.then(() =>
    obey(command).then(
      () => tell({ tells: 'done', n, error: null }),
      (error: unknown) => tell({ tells: 'done', n, error: String(error) }),
    ),
  );
});
// The test run is gone: so are we.
lines.on('close', () => process.exit(0));
process.on('unhandledRejection', (error) => process.stderr.write(`puppet host: ${String(error)}\n`));
tell({ tells: 'up' });
