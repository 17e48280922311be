import type { RunningHouse } from './start-house.ts';
import { Weight } from './wire.ts';

/** What the house under test weighs now. */
export async function weightOf({ floorUrl }: RunningHouse): Promise<Weight> {
  return Weight.parse(await (await fetch(`${floorUrl}/weight`)).json());
}
