import http from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { createAgent } from '../../../bots/telegram/agent.ts';
import { until } from '../../support/until.ts';

test('an idle connection is closed by us before the server closes it: nothing is written to one that is just dying', async () => {
  let closedByServer = 0;
  let connections = 0;
  let open = 0;
  const server = http.createServer((_, response) => void response.end('{}'));
  // Told to us as `Keep-Alive: timeout=2`.
  server.keepAliveTimeout = 2000;
  server.on('timeout', () => (closedByServer += 1));
  server.on('connection', (socket) => {
    connections += 1;
    open += 1;
    socket.on('close', () => (open -= 1));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const root = `http://127.0.0.1:${port}`;
  const agent = createAgent(root, 1000);
  onTestFinished(() => {
    agent.destroy();
    server.close();
  });
  const ask = () =>
    new Promise<void>((resolve, reject) => {
      http.get(root, { agent }, (response) => response.resume().on('end', resolve)).on('error', reject);
    });

  await ask();
  await until(() => Object.keys(agent.freeSockets).length > 0, 'the connection to be kept');
  await ask();
  expect(connections).toBe(1);
  await until(() => open === 0, 'the idle connection to be closed');
  expect(closedByServer).toBe(0);
});
