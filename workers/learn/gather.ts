import type { Directory } from '../../core/directory.ts';
import { labelOfDismissal, labelOfEvent, labelOfVerdict } from '../../core/learning/acts.ts';
import type { Label } from '../../core/learning/label.ts';
import type { Store } from '../../prisma/store/index.ts';
import type { Acts } from '../../prisma/store/labels.ts';
import type { JudgedMessage } from '../../prisma/store/shadow.ts';
import type { Workshop } from '../house.ts';

/** Read at once, and so often in one night: a long history is caught up with over some nights, and no night is long. */
const BATCH = 1000;
const BATCHES = 50;
/** An act's number is drawn before it is written: what is younger may still have an elder that nobody sees yet. */
const GRACE_MS = 60_000;

/** A place where people's acts stand, read on from a cursor. */
interface Place {
  readonly name: string;
  read(cursor: string, limit: number, before: Date, directory: Directory): Promise<Acts<Label>>;
}

/** Everything that labels come from. */
function placesOf({ store }: Pick<Workshop, 'store'>): readonly Place[] {
  return [
    place('ticket-events', (...asked) => store.labels.ticketActs(...asked), labelOfEvent),
    place('dismissals', (...asked) => store.labels.dismissals(...asked), labelOfDismissal),
    place('verdicts', (...asked) => verdicts(store, ...asked), labelOfVerdict),
  ];
}

/** Verdicts that are old enough, in order: the first that is too young ends the batch, and is read another night. */
async function verdicts({ shadow }: Pick<Store, 'shadow'>, cursor: string, limit: number, before: Date): Promise<Acts<JudgedMessage>> {
  const since = await shadow.verdictsSince(Number(cursor), limit);
  const young = since.findIndex((one) => one.at > before);
  const acts = young < 0 ? since : since.slice(0, young);
  return { acts, cursor: String(acts.at(-1)?.id ?? cursor) };
}

function place<A>(
  name: string,
  since: (cursor: string, limit: number, before: Date) => Promise<Acts<A>>,
  labelOf: (act: A, directory: Directory) => Label | null,
): Place {
  return {
    name,
    async read(from, limit, before, directory) {
      const { acts, cursor } = await since(from, limit, before);
      return { acts: acts.map((act) => labelOf(act, directory)).filter((label) => label !== null), cursor };
    },
  };
}

/** Reads on wherever people act, and keeps what teaches; says how many labels are new. Nothing of what was read before is looked at again. */
export async function gatherLabels(shop: Pick<Workshop, 'store' | 'clock'>): Promise<number> {
  const { store, clock } = shop;
  const directory = await store.directory.current();
  const before = new Date(clock.now().getTime() - GRACE_MS);
  let fresh = 0;
  for (const there of placesOf(shop)) {
    for (let batch = 0; batch < BATCHES; batch += 1) {
      const from = await store.labels.cursor(there.name);
      const { acts, cursor } = await there.read(from, BATCH, before, directory);
      if (cursor === from) break;
      fresh += (await store.labels.keep(there.name, from, cursor, acts)) ?? 0;
    }
  }
  return fresh;
}
