import { z } from 'zod';
import { soberSummary } from '../../core/model/summary.ts';
import { Urgency } from '../../core/ticket/ticket.ts';
import { placeIn } from '../../core/understand/facts.ts';
import { enterprisesNamed } from '../../core/understand/names.ts';
import { normalize, visible } from '../../core/understand/normalize.ts';
import { Intent, type Understanding, type Utterance } from '../../core/understand/port.ts';
import type { ModelDirectory } from './prompt.ts';

/** A message's intent as a model may give it: commands are read by code alone. */
const SpokenIntent = Intent.exclude(['command']);
const Share = z.number().min(0).max(1);

/** What a model must answer, exactly; a code the directory does not know makes the whole answer invalid. */
export function answerSchema(directory: ModelDirectory) {
  const codes = new Map(directory.departments.map((one) => [String(one.code), one.code]));
  const Code = z.string().transform((code, context) => {
    const known = codes.get(code);
    if (known !== undefined) return known;
    context.addIssue({ code: 'custom', message: 'unknown department' });
    return z.NEVER;
  });
  return z.strictObject({
    intent: SpokenIntent,
    confidence: Share,
    departments: z.array(z.strictObject({ code: Code, score: Share })).max(5),
    urgency: Urgency,
    urgencyWords: z.array(z.string().max(40)).max(8),
    sensitive: z.boolean(),
    // Asked for since lately: an endpoint that keeps to the older shape is understood.
    place: z.string().max(60).nullable().default(null),
    summary: z.string().max(200),
  });
}
export type Answer = z.infer<ReturnType<typeof answerSchema>>;

/** The same shape as JSON schema, without limits that some endpoints refuse; zod holds the answer to them afterwards. */
export function answerJsonSchema(directory: ModelDirectory): Record<string, unknown> {
  const shape = z.strictObject({
    intent: SpokenIntent,
    confidence: z.number(),
    departments: z.array(z.strictObject({ code: z.enum(directory.departments.map((one) => String(one.code))), score: z.number() })),
    urgency: Urgency,
    urgencyWords: z.array(z.string()),
    sensitive: z.boolean(),
    place: z.string().nullable(),
    summary: z.string(),
  });
  return z.toJSONSchema(shape, { target: 'draft-7' });
}

export type Parsed = { readonly ok: true; readonly answer: Answer } | { readonly ok: false; readonly why: string };

/** Reads what came back. `why` names places and kinds of error, never contents. */
export function parseAnswer(content: string, directory: ModelDirectory): Parsed {
  const json = asJson(unfenced(content));
  if (json === undefined) return { ok: false, why: 'not JSON' };
  const parsed = answerSchema(directory).safeParse(json);
  if (parsed.success) return { ok: true, answer: parsed.data };
  return {
    ok: false,
    why: parsed.error.issues
      .slice(0, 5)
      .map((issue) => `${issue.path.join('.') || 'root'}: ${issue.code}`)
      .join('; '),
  };
}

const FENCE = '```';

/** By hand: a pattern with spaces on both sides of everything takes the cube of a long answer's length. */
function unfenced(content: string): string {
  const whole = content.trim();
  if (whole.length < FENCE.length * 2 || !whole.startsWith(FENCE) || !whole.endsWith(FENCE)) return whole;
  const body = whole.slice(FENCE.length, -FENCE.length);
  return body.startsWith('json') ? body.slice('json'.length) : body;
}

function asJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The port's answer. What can be checked against the text is; the enterprise is read by code, not asked of the model. */
export function understandingFrom(answer: Answer, utterance: Utterance, directory: ModelDirectory): Understanding {
  const shown = visible(utterance.text);
  const folded = normalize(shown);
  const best = new Map<Answer['departments'][number]['code'], number>();
  for (const one of answer.departments) best.set(one.code, Math.max(best.get(one.code) ?? 0, one.score));
  return {
    intent: answer.intent,
    confidence: answer.confidence,
    candidates: [...best].map(([department, score]) => ({ department, score })).sort((a, b) => b.score - a.score),
    urgency: answer.urgency,
    urgencyWords: answer.urgency === 'normal' ? [] : answer.urgencyWords.filter((word) => word !== '' && folded.includes(normalize(word))),
    sensitive: answer.sensitive,
    enterprise: enterprisesNamed(folded, directory.enterprises)[0]?.value ?? null,
    place: placeSaid(answer.place, shown) ?? placeIn(shown),
    // Empty: it says more than the text does, and is not taken.
    summary: soberSummary(answer.summary, shown) ?? '',
  };
}

/** Only a place that stands in the text: somebody may be sent there. */
function placeSaid(place: string | null, shown: string): string | null {
  const said = place?.trim() ?? '';
  return said !== '' && normalize(shown).includes(normalize(said)) ? said : null;
}
