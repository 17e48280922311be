import { existsSync, readFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';

/** What a Postgres server leaves for others to see: its pid file, its process, its port. */
export interface Running {
  readonly pid: number;
  readonly port: number;
}

/** Its first line is the server's pid, its fourth the port. */
export function pidFile(dir: string): Running | null {
  const path = join(dir, 'postmaster.pid');
  if (!existsSync(path)) return null;
  const lines = readFileSync(path, 'utf8').split('\n');
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return Number.isInteger(pid) && pid > 0 && Number.isInteger(port) && port > 0 ? { pid, port } : null;
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Where the machine does not tell, it is taken for one. */
export function isPostgres(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('postgres');
  } catch {
    return !existsSync('/proc/self/cmdline') && isAlive(pid);
  }
}

/** A free one; `wanted` where it is. */
export async function freePort(wanted?: number): Promise<number> {
  if (wanted !== undefined) return listened(wanted).catch(() => freePort());
  return listened(0);
}

function listened(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address();
      const found = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(found));
    });
  });
}
