/** Version 3.x of the protocol; anything else in its place is a request for encryption, or to cancel. */
const PROTOCOL = 3;
const LENGTH = 4;

/**
 * Reads what a client says to Postgres (protocol 3, as psql, pg and Prisma speak it) and tells of every point at which it waits for
 * an answer: a Query, a Sync, a Flush, with the statement that was asked.
 */
export class FrontendReader {
  private pending: Buffer[] = [];
  private size = 0;
  private started = false;
  /** Text of each prepared statement by its name; '' is the unnamed one. */
  private readonly prepared = new Map<string, string>();
  private current = '';

  private readonly waited: (sql: string) => void;

  constructor(waited: (sql: string) => void) {
    this.waited = waited;
  }

  push(chunk: Buffer): void {
    this.pending.push(chunk);
    this.size += chunk.length;
    for (let needed = this.needed(); needed !== null && this.size >= needed; needed = this.needed()) {
      const all = this.joined();
      this.pending = [all.subarray(needed)];
      this.size -= needed;
      this.read(all.subarray(0, needed));
    }
  }

  /** Bytes of the next message as a whole; null: not even its length is here. */
  private needed(): number | null {
    const kind = this.started ? 1 : 0;
    if (this.size < kind + LENGTH) return null;
    // Joined only to read a length: a large message comes in many chunks.
    const [first] = this.pending;
    const head = first !== undefined && first.length >= kind + LENGTH ? first : this.joined();
    return kind + head.readUInt32BE(kind);
  }

  private joined(): Buffer {
    if (this.pending.length !== 1) this.pending = [Buffer.concat(this.pending)];
    return this.pending[0] ?? Buffer.alloc(0);
  }

  private read(message: Buffer): void {
    if (!this.started) {
      this.started = message.readUInt16BE(LENGTH) === PROTOCOL;
      return;
    }
    const body = message.subarray(1 + LENGTH);
    switch (String.fromCharCode(message[0] ?? 0)) {
      case 'Q':
        this.waited(words(body, 0).text);
        return;
      case 'P': {
        const name = words(body, 0);
        this.prepared.set(name.text, words(body, name.end).text);
        this.current = this.prepared.get(name.text) ?? '';
        return;
      }
      case 'B':
        this.current = this.prepared.get(words(body, words(body, 0).end).text) ?? '';
        return;
      case 'S':
      case 'H':
        this.waited(this.current);
        return;
      default:
    }
  }
}

/** Text up to the next zero byte. */
function words(body: Buffer, from: number): { readonly text: string; readonly end: number } {
  const zero = body.indexOf(0, from);
  const end = zero < 0 ? body.length : zero;
  return { text: body.toString('utf8', from, end), end: end + 1 };
}
