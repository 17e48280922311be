/**
 * SQLSTATE classes that speak of the server and not of what was asked: connection (08), resources (53), stopped by hand or at
 * start (57), system (58); a lock not to be had, a server that only reads, writers in each other's way.
 */
const STATES = /^(?:08|53|57|58)[0-9A-Z]{3}$|^(?:55P03|25006|40001|40P01)$/;
/** Prisma's own: everything about reaching the server (P1…), its pool and transactions. P1012 is a mistake in the schema. */
const PRISMA = /^(?:P1(?!012)\d{3}|P2024|P2028|P2034|P2037)$/;
const SOCKET = /^(?:ECONN|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN|ETIMEDOUT)/;
/** The adapter names some by words alone. */
const KINDS = /^(?:DatabaseNotReachable|ConnectionClosed|SocketTimeout|TlsConnectionError|TooManyConnections|TransactionWriteConflict)$/;
/** The driver's own errors of a connection that broke or could not be had carry no code at all. */
const SENTENCES =
  /^(?:Connection terminated|Query read timeout|Client has encountered a connection error|timeout exceeded when trying to connect)/;

/** The database is away, full or busy: nothing is wrong with what was asked, and the same may go well a moment later. */
export function isOutage(error: unknown): boolean {
  return speaksOf(error, 4, outage);
}

/** A value is wrong (22) or too much (54): the statement, tried again, fails again. */
export function neverFits(error: unknown): boolean {
  return refusedState(error) !== null;
}

/** Its SQLSTATE, without Postgres' sentence, which may quote what was said. */
export function refusedState(error: unknown): string | null {
  const found: string[] = [];
  speaksOf(error, 4, ({ codes }) => found.push(...codes.filter((code) => /^(?:22|54)[0-9A-Z]{3}$/.test(code))) > 0);
  return found[0] ?? null;
}

interface Said {
  readonly codes: readonly string[];
  readonly kind: string;
  /** '' where it is no error. */
  readonly message: string;
}

function outage({ codes, kind, message }: Said): boolean {
  return codes.some((code) => STATES.test(code) || PRISMA.test(code) || SOCKET.test(code)) || KINDS.test(kind) || SENTENCES.test(message);
}

/** Codes lie at several depths: error, meta.driverAdapterError, cause. */
function speaksOf(value: unknown, depth: number, matter: (said: Said) => boolean): boolean {
  if (value === null || typeof value !== 'object' || depth === 0) return false;
  const word = (name: string): string => {
    const found: unknown = Reflect.get(value, name);
    return typeof found === 'string' ? found : '';
  };
  const codes = [word('code'), word('errorCode'), word('originalCode')];
  if (matter({ codes, kind: word('kind'), message: value instanceof Error ? word('message') : '' })) return true;
  return ['meta', 'driverAdapterError', 'cause'].some((name) => speaksOf(Reflect.get(value, name), depth - 1, matter));
}
