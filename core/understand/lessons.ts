import { z } from 'zod';
import { HouseError } from '../errors.ts';
import type { Lesson } from './model/ears.ts';
import { Intent } from './port.ts';

const COLUMNS = 5;
const Line = z.tuple([z.string().min(1), Intent.exclude(['command']), z.string(), z.string(), z.enum(['', '!'])]);

const Order = z.tuple([z.string().min(1), z.enum(['public', 'official', 'leader']), z.string().regex(/^[a-z_]+$/)]);

/** One way to say a command, as somebody typed it. */
export interface SaidOrder {
  readonly text: string;
  readonly speaker: 'public' | 'official';
  readonly command: string;
}

/**
 * Reads a file of orders: what was typed, by whom, and the command's neutral name or `none`, parted by tabs.
 *
 * @throws HouseError naming the line that is none
 */
export function parseOrders(text: string, file: string): SaidOrder[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const parsed = Order.safeParse(line.split('\t'));
    if (!parsed.success) {
      throw new HouseError('bad-lesson', `${file}:${at + 1} 不是合格的例句（三列，用制表符隔开），格式见 corpus/README.md。`);
    }
    const [said, role, command] = parsed.data;
    return [{ text: said, speaker: role === 'public' ? 'public' : 'official', command }];
  });
}

/**
 * Reads a file of lessons: one message a line, five columns parted by tabs: text, intent, department, other departments that
 * would do as well, `!` where it is urgent. The fourth is for whoever judges an answer; nothing is learnt from it.
 *
 * @throws HouseError naming the line that is none
 */
export function parseLessons(text: string, file: string): Lesson[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return [];
    const columns = line.split('\t');
    const parsed = columns.length === COLUMNS ? Line.safeParse(columns) : null;
    if (!parsed?.success) {
      throw new HouseError('bad-lesson', `${file}:${at + 1} 不是合格的例句（五列，用制表符隔开），格式见 corpus/README.md。`);
    }
    const [said, intent, department, , urgent] = parsed.data;
    return [{ text: said, intent, department: department === '' ? null : department, urgent: urgent === '!' }];
  });
}
