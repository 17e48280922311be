import type { FastifyInstance } from 'fastify';
import { HouseError } from '../core/errors.ts';

export interface Place {
  readonly host: string;
  readonly port: number;
  /** The variables that say so. */
  readonly names: readonly [host: string, port: string];
}

/** A port that cannot be had is told in words that somebody starting the house can follow. */
export async function listen(app: FastifyInstance, { host, port, names: [hostName, portName] }: Place): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : null;
    if (code === 'EADDRINUSE')
      throw new HouseError('port-in-use', `端口 ${port} 已被别的程序占用：请停掉它，或者用环境变量 ${portName} 换一个端口。`, { cause });
    if (code === 'EACCES')
      throw new HouseError('port-denied', `没有权限使用端口 ${port}：请用环境变量 ${portName} 换一个 1024 以上的端口。`, { cause });
    if (code === 'EADDRNOTAVAIL') throw new HouseError('host-unknown', `这台机器没有地址 ${host}：请改正环境变量 ${hostName}。`, { cause });
    throw cause;
  }
}

/** Somebody who does not read what he asked for would hold the end of the process for ever. */
const PATIENCE_MS = 3000;

/** Answers what is asked already, then closes; whoever has not taken his answer by then is cut off. */
export async function closeServer(app: FastifyInstance): Promise<void> {
  const timer = setTimeout(() => app.server.closeAllConnections(), PATIENCE_MS);
  try {
    await app.close();
  } finally {
    clearTimeout(timer);
  }
}
