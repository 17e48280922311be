export interface ServerEvent {
  readonly id: number | null;
  readonly data: string;
}

/** Takes a stream of server-sent events apart, wherever its pieces are cut. Comments are dropped. */
export function createEventReader(onEvent: (event: ServerEvent) => void): (piece: string) => void {
  let rest = '';
  return (piece) => {
    const blocks = `${rest}${piece}`.replaceAll('\r\n', '\n').split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = read(block);
      if (event) onEvent(event);
    }
  };
}

function read(block: string): ServerEvent | null {
  const fields = block.split('\n').map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon), value: line.slice(colon + 1).replace(/^ /, '') };
  });
  const data = fields.filter((field) => field.name === 'data').map((field) => field.value);
  if (data.length === 0) return null;
  const id = Number(fields.find((field) => field.name === 'id')?.value ?? Number.NaN);
  return { id: Number.isSafeInteger(id) ? id : null, data: data.join('\n') };
}
