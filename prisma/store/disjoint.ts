import type { Effects } from '../../core/conversation/effects.ts';

/** Whether one statement may write them together: each row it changes is changed once. What is rarer than a report goes alone. */
export function disjoint(one: Effects, those: readonly Effects[]): boolean {
  if (those.length === 0) return true;
  if (!plain(one) || !those.every(plain)) return false;
  const taken = new Set(those.flatMap(touched));
  return touched(one).every((thing) => !taken.has(thing));
}

/** Changes of the directory and of 旁听 are transactions of their own; answers to the desk's questions meet other messages. */
function plain({ inbox, directory, shadow = [], triage }: Effects): boolean {
  return (
    inbox !== null &&
    directory.length === 0 &&
    shadow.length === 0 &&
    triage.every((change) => change.kind === 'ask' || change.kind === 'settle')
  );
}

function touched({ inbox, tickets, triage, stale, outbox }: Effects): string[] {
  return [
    ...(inbox === null ? [] : [`m${inbox.id}`, ...inbox.links.map((link) => `m${link.inbox}`)]),
    ...tickets.map(({ ticket }) => `t${ticket.number}`),
    ...stale.map(({ ticket }) => `t${ticket}`),
    ...triage.map((change) => (change.kind === 'settle' ? `t${change.ticket}` : `m${change.inbox}`)),
    ...outbox.map(({ dedupeKey }) => `o${dedupeKey}`),
  ];
}
