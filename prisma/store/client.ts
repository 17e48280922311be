import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/client.ts';

export type Db = PrismaClient;

/** One pool a process. @param connections the most it may hold open. */
export function openDatabase(databaseUrl: string, connections = 10): Db {
  const adapter = new PrismaPg({ connectionString: databaseUrl, max: connections });
  return new PrismaClient({ adapter });
}
