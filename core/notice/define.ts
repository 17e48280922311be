import type { EventBody, EventType } from '../ticket/events.ts';
import type { Notice, NoticeDraft, NoticeInput } from './notice.ts';

type BodyOf<T extends EventType> = Extract<EventBody, { readonly type: T }>;

/** A notice that gets its own event's body, so that none has to ask again which event it was given. */
export function notice<T extends EventType>(on: T, render: (input: NoticeInput, body: BodyOf<T>) => readonly NoticeDraft[]): Notice {
  const isMine = (body: EventBody): body is BodyOf<T> => body.type === on;
  return { on, render: (input) => (isMine(input.event.body) ? render(input, input.event.body) : []) };
}
