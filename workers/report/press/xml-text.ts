/** Characters XML 1.0 has no way to write, and those it advises against; a file that holds one does not open. */
// Tab and line feed stay. Half pairs are mended before: in a file they would be no characters at all.
const UNWRITABLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufdd0-\ufdef\ufffe\uffff]|[\ud83f\ud87f\ud8bf\ud8ff\ud93f\ud97f\ud9bf\ud9ff\uda3f\uda7f\udabf\udaff\udb3f\udb7f\udbbf\udbff][\udffe\udfff]/g;
const HALF_PAIR = /\ufffd/g;

/** A text that an office file can hold, otherwise as it was. */
export function xmlText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').toWellFormed().replaceAll(HALF_PAIR, '').replaceAll(UNWRITABLE, '');
}

/** Cut to a number of UTF-16 units without cutting a character in two; says that it was cut. */
export function cut(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text
    .slice(0, most - CUT.length)
    .toWellFormed()
    .replaceAll(HALF_PAIR, '')}${CUT}`;
}

const CUT = '…（过长，以下略）';
