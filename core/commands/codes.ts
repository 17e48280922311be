import { createHash } from 'node:crypto';

/** No 0 O 1 I L: codes are read out on the phone and copied by hand. */
const LETTERS = '23456789ABCDEFGHJKMNPQRSTUVWXYZ';
const LENGTH = 8;

/** A one-time code, shown as `ABCD-EFGH`. */
export function newCode(random: () => number): string {
  const letters = Array.from({ length: LENGTH }, () => LETTERS.charAt(Math.min(LETTERS.length - 1, Math.floor(random() * LETTERS.length))));
  return `${letters.slice(0, 4).join('')}-${letters.slice(4).join('')}`;
}

/** A code as people type it (small letters, spaces, full width), in its one spelling; null: this is no code. */
export function readCode(text: string): string | null {
  const bare = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-—–_]/g, '');
  return bare.length === LENGTH && [...bare].every((letter) => LETTERS.includes(letter)) ? bare : null;
}

/** What is stored in place of the code. The same for every way of typing it. */
export function hashCode(code: string): string {
  return createHash('sha256')
    .update(`mashangban:${readCode(code) ?? code}`)
    .digest('hex');
}
