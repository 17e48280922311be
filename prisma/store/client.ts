import { PrismaPg } from '@prisma/adapter-pg';
import { PrismaClient } from '../generated/client.ts';
import { PatientClient } from './patient-client.ts';

export type Db = PrismaClient;

/** Longer than a busy pool makes anybody wait; a server that takes the connection and says nothing is away. */
const CONNECT_MS = 10_000;

/** One pool a process. @param connections the most it may hold open. */
export function openDatabase(databaseUrl: string, connections = 10): Db {
  const adapter = new PrismaPg({
    connectionString: databaseUrl,
    max: connections,
    connectionTimeoutMillis: CONNECT_MS,
    Client: PatientClient,
  });
  return new PrismaClient({ adapter });
}
