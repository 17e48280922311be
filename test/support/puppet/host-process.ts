import { type ChildProcess, spawn } from 'node:child_process';
import readline from 'node:readline';
import { fileURLToPath } from 'node:url';
import { until } from '../until.ts';
import { type Command, Report } from './protocol.ts';

/** The puppet servers' process, seen from the tests. */
export interface Host {
  tell(command: Command): Promise<void>;
  onReport(listener: (report: Report) => void): void;
  alive(): boolean;
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): Promise<void>;
}

const answerMs = 60_000;

export async function spawnHost(): Promise<Host> {
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('./host.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, WECHATY_LOG: 'silent' },
  });
  // Between cases it waits for the next one; it must not keep the runner, nor count as a handle the channel left open.
  child.unref();
  const listeners: ((report: Report) => void)[] = [];
  const answers = new Map<number, (error: string | null) => void>();
  let up = false;
  let count = 0;

  readline.createInterface({ input: child.stdout }).on('line', (line) => {
    const report = Report.parse(JSON.parse(line));
    if (report.tells === 'up') up = true;
    if (report.tells === 'done') answers.get(report.n)?.(report.error);
    for (const listener of listeners) listener(report);
  });
  child.stdin.on('error', () => undefined);
  child.once('exit', () => {
    for (const answer of answers.values()) answer('the puppet host is gone');
  });

  await until(() => up, 'the puppet host to come up', answerMs);
  return {
    onReport: (listener) => void listeners.push(listener),
    alive: () => alive(child),
    tell(command) {
      count += 1;
      const n = count;
      return new Promise<void>((resolve, reject) => {
        if (!alive(child)) return reject(new Error('the puppet host is gone'));
        const timer = setTimeout(() => answers.get(n)?.('no answer'), answerMs);
        answers.set(n, (error) => {
          clearTimeout(timer);
          answers.delete(n);
          if (error === null) resolve();
          else reject(new Error(`${command.do}: ${error}`));
        });
        child.stdin.write(`${JSON.stringify({ n, command })}\n`);
      });
    },
    async kill(signal) {
      child.kill(signal);
      if (signal === 'SIGKILL' || signal === 'SIGTERM') await until(() => !alive(child), 'the puppet host to be gone');
    },
  };
}

function alive(child: ChildProcess): boolean {
  return child.exitCode === null && child.signalCode === null;
}
