import { z } from 'zod';
import type { CallParams } from './body.ts';
import { ApiRefusal } from './types.ts';

export interface Call extends CallParams {
  /** The caller hung up. */
  readonly gone: AbortSignal;
}

export type Method = (call: Call) => unknown;

/** A field of JSON type arrives as JSON in a body and as text in a form. */
export function json<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (typeof value === 'string' ? parsedJson(value) : value), schema);
}

function parsedJson(text: string): unknown {
  return JSON.parse(text);
}

export function parse<T extends z.ZodType>(schema: T, { fields }: Call): z.output<T> {
  const parsed = schema.safeParse(fields);
  if (!parsed.success) throw new ApiRefusal(400, `Bad Request: can't parse ${parsed.error.issues[0]?.path.join('.') ?? 'parameters'}`);
  return parsed.data;
}
