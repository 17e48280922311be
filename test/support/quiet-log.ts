export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly fields: object;
  readonly message: string;
}

/** A logger that says nothing. */
export const quietLog = { debug: nothing, info: nothing, warn: nothing, error: nothing };

function nothing(): void {}

/** A logger that keeps what it was told, for tests about what an operator reads. */
export function keptLog() {
  const lines: LogLine[] = [];
  const at = (level: LogLine['level']) => (fields: object, message: string) => {
    lines.push({ level, fields, message });
  };
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
