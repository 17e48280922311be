import type { Channel, OutboundMedia, OutboundMessage, PersonRef, SendOutcome } from '../core/channel.ts';
import { type Foldable, foldButtons, foldTexts } from '../core/delivery/fold.ts';
import { splitText } from '../core/delivery/split.ts';
import type { Outgoing } from '../prisma/store/outbox-batches.ts';

/** Rows of the outbox as one message of the wire, or as the parts of a long one. */
export interface Said {
  readonly outcome: SendOutcome;
  /** Parts the wire has, those of earlier tries among them. Texts in parts are never folded, so they belong to the first row. */
  readonly parts: number;
}

/** Hands one group of rows to the wire; stops at the first part that is not certainly there. Never throws. */
export async function say(channel: Channel, group: readonly [Outgoing, ...Outgoing[]], media: readonly OutboundMedia[]): Promise<Said> {
  const [first] = group;
  const { textLimit, media: carried } = channel.capabilities;
  const fitting = media.filter(({ kind, content }) => carried.kinds.includes(kind) && content.length <= carried.maxBytes);
  const left = media.length - fitting.length;
  const words = foldTexts(group.map(foldableOf));
  const texts = splitText(words + (left > 0 ? `\n（另有 ${left} 个附件这里发不了，请到网页端查看）` : ''), textLimit);
  let outcome: SendOutcome = { kind: 'sent', messageId: null };
  for (let part = first.partsDone; part < texts.length; part += 1) {
    const last = part === texts.length - 1;
    outcome = await handOver(channel, first, {
      id: first.id,
      part,
      text: texts[part] ?? '',
      mentions: part === 0 ? mentionsOf(group) : [],
      quote: part === 0 && group.length === 1 ? first.quote : null,
      buttons: last ? foldButtons(group.map(({ ticket, body }) => ({ ticket, text: body.text, buttons: body.buttons }))) : [],
      media: last ? fitting : [],
    });
    if (outcome.kind !== 'sent') return { outcome: halted(outcome, part, texts.length), parts: part };
  }
  return { outcome, parts: texts.length };
}

/** A channel never throws for its wire's sake; one that does has told us nothing. */
async function handOver(channel: Channel, { wireId, kind }: Outgoing, message: OutboundMessage): Promise<SendOutcome> {
  try {
    return await channel.send({ wireId, kind }, message);
  } catch (error) {
    return { kind: 'unknown', reason: error instanceof Error ? error.message : String(error) };
  }
}

/** A retry goes on where it stopped. Otherwise, with a part of it out, neither "sent" nor "refused" would be true. */
function halted(outcome: SendOutcome, part: number, of: number): SendOutcome {
  if (part === 0 || outcome.kind === 'sent' || outcome.kind === 'retry') return outcome;
  return { kind: 'unknown', reason: `part ${part + 1} of ${of}: ${outcome.reason}` };
}

export function foldableOf({ body, urgent, triedAt, files, quote }: Outgoing): Foldable {
  const { text, buttons, mediaOf, attachments, files: made, fold } = body;
  // A body names the message its files would be of, also where there are none.
  const media = files ? mediaOf.length + attachments.length + made.length : 0;
  return { text, buttons: buttons.length, media, urgent, fold, triedAt: triedAt?.getTime() ?? null, quoted: quote?.text ?? null };
}

/** Once each, however many of the texts are meant for the same person. */
function mentionsOf(group: readonly Outgoing[]): PersonRef[] {
  return [...new Map(group.flatMap(({ body }) => body.mentions).map((person) => [person.wireId, person])).values()];
}
