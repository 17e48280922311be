import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { PrismaClient } from '../generated/client.ts';

export type Db = PrismaClient;

/** One pool a process. @param connections the most it may hold open. */
export function openDatabase(databaseUrl: string, connections = 10): Db {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: connections });
  const db = new PrismaClient({ adapter: new PrismaPg(pool, { disposeExternalPool: true }) });
  pools.set(db, pool);
  return db;
}

const pools = new WeakMap<Db, pg.Pool>();

/** How busy a pool is: connections in use and idle, and statements that wait for one. */
export function poolOf(db: Db): { readonly busy: number; readonly idle: number; readonly waiting: number } {
  const pool = pools.get(db);
  if (!pool) return { busy: 0, idle: 0, waiting: 0 };
  return { busy: pool.totalCount - pool.idleCount, idle: pool.idleCount, waiting: pool.waitingCount };
}
