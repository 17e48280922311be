import { execFileSync } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';

/** Figures mean nothing without where, on what and of which state they were taken. */
export interface Surroundings {
  readonly date: string;
  readonly commit: string;
  readonly node: string;
  readonly machine: string;
  /** One-minute load when the bench began: more than the number of cores, and others were at work. */
  readonly loadAtStart: number;
}

export function surroundings(now: Date): Surroundings {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return {
    date: now.toISOString().slice(0, 10),
    commit: commit(),
    node: process.version,
    machine: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown processor'}, ${gigabytes} GB, ${process.platform}`,
    loadAtStart: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  };
}

function commit(): string {
  try {
    const git = (...words: string[]) => execFileSync('git', words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const changed = git('status', '--porcelain', '--untracked-files=no', '--', 'app', 'bots', 'core', 'workers', 'prisma', 'config');
    return `${git('rev-parse', '--short', 'HEAD')}${changed === '' ? '' : ' with changes'}`;
  } catch {
    return 'not in a repository';
  }
}
