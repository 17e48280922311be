import { expect, test } from 'vitest';
import { deliveryStage } from './delivery-stage.ts';

const stage = deliveryStage();

test('what is written while the outbox is being read is sent by that pump, not by the next sweep', async () => {
  const room = await stage.chat('room');
  let reads = 0;
  const { deliverer, sent } = stage.wire({
    outbox: {
      async dueChats(...asked) {
        const due = await stage.store.outbox.dueChats(...asked);
        reads += 1;
        if (reads === 1) {
          await stage.say(room, '刚写好');
          void deliverer.pump();
        }
        return due;
      },
    },
  });
  await deliverer.pump();
  expect(sent).toEqual([{ chat: 'room', text: '刚写好' }]);
});
