import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pixelsOf } from './reading.ts';
import { oneUnit } from './samples.ts';

const ROOT = join(import.meta.dirname, '../../..');
const dir = mkdtempSync(join(tmpdir(), 'picture-'));

// Only this room, compiled as the build compiles it: tests run from sources, where the thread starts in another way.
beforeAll(() => {
  symlinkSync(join(ROOT, 'node_modules'), join(dir, 'node_modules'));
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  const config = {
    extends: join(ROOT, 'tsconfig.build.json'),
    compilerOptions: { rootDir: ROOT, outDir: join(dir, 'dist'), sourceMap: false, typeRoots: [join(ROOT, 'node_modules/@types')] },
    include: [join(ROOT, 'workers/report')],
  };
  writeFileSync(join(dir, 'tsconfig.json'), JSON.stringify(config));
  const { status, stdout } = spawnSync(join(ROOT, 'node_modules/.bin/tsc'), ['-p', join(dir, 'tsconfig.json')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stdout);
});
afterAll(() => rmSync(dir, { recursive: true }));

it('built, a picture is drawn while the process goes on with other things, and then it may end', () => {
  writeFileSync(
    join(dir, 'draw.js'),
    `import { writeFileSync } from 'node:fs';
     import { renderBoard } from './dist/workers/report/picture.js';
     let turns = 0;
     const other = setInterval(() => { turns += 1; }, 1);
     const png = await renderBoard(JSON.parse(process.argv[2]));
     clearInterval(other);
     writeFileSync('board.png', png);
     console.log(turns);`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ['draw.js', JSON.stringify(oneUnit)], {
    cwd: dir,
    encoding: 'utf8',
    timeout: 25_000,
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  // Drawn in this thread, it would have had one turn or two.
  expect(Number(stdout)).toBeGreaterThan(10);
  expect(pixelsOf(readFileSync(join(dir, 'board.png'))).width).toBe(1080);
});
