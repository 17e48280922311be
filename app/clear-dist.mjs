import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// What was built goes; what was learnt stays: it is named by what it was learnt from, and learning it again takes half a minute.
const dist = join(import.meta.dirname, '../dist');
for (const name of existsSync(dist) ? readdirSync(dist) : []) {
  if (name !== 'ears') rmSync(join(dist, name), { recursive: true, force: true });
}
