import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type pg from 'pg';

/** The half of a connection that COPY speaks through; pg's types leave it out. */
interface Wire {
  readonly stream: Writable;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(reason: string): void;
}

/** Rows are gathered to about this many characters before they are sent. */
const CHUNK = 256 * 1024;

/** A value of COPY's text format. */
export function copyText(value: string | null): string {
  if (value === null) return '\\N';
  return value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/**
 * `COPY … FROM STDIN` over the ordinary connection, as fast as the server takes it.
 * @param lines rows in text format, each with its end of line; any number of them at a time
 */
export async function copyInto(client: pg.Client, table: string, columns: readonly string[], lines: Iterable<string>): Promise<void> {
  const statement = `COPY ${table} (${columns.map((column) => `"${column}"`).join(', ')}) FROM STDIN`;
  await new Promise<void>((resolve, reject) => {
    let failure: Error | null = null;
    client.query({
      submit: (connection) => connection.query(statement),
      handleCopyInResponse(wire: Wire) {
        send(wire, lines).catch((error: unknown) => wire.sendCopyFail(error instanceof Error ? error.message : String(error)));
      },
      handleError(error: Error) {
        failure = error;
        reject(error);
      },
      handleCommandComplete() {},
      handleReadyForQuery() {
        if (failure === null) resolve();
      },
    });
  });
}

async function send(wire: Wire, lines: Iterable<string>): Promise<void> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    wire.sendCopyFromChunk(Buffer.from(chunk));
    chunk = '';
    if (wire.stream.writableNeedDrain) await once(wire.stream, 'drain');
  }
  if (chunk !== '') wire.sendCopyFromChunk(Buffer.from(chunk));
  wire.endCopyFrom();
}
