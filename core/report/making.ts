import type { ReadResults } from '../commands/command.ts';
import { unreachable } from '../errors.ts';
import type { About } from './about.ts';
import { boardMaker, overdueMaker, rankingMaker, statsMaker } from './asked.ts';
import { dailyMaker } from './digest.ts';
import { exportMaker } from './exported.ts';
import type { Made } from './made.ts';
import { periodicMaker } from './periodic.ts';
import type { Read } from './reads.ts';
import type { ReportRequest } from './request.ts';
import { shadowMaker } from './shadow.ts';

const SCHEDULED = { daily: dailyMaker, weekly: periodicMaker, monthly: periodicMaker, shadow: shadowMaker } as const;

/** What must be read for a report. */
export function readsFor(request: ReportRequest, about: About): readonly Read[] {
  switch (request.kind) {
    case 'board':
      return boardMaker.reads(request, about);
    case 'stats':
      return statsMaker.reads(request, about);
    case 'ranking':
      return rankingMaker.reads(request, about);
    case 'overdue':
      return overdueMaker.reads(request, about);
    case 'export':
      return exportMaker.reads(request, about);
    case 'shadow':
      return shadowMaker.reads(request, about);
    case 'scheduled':
      return SCHEDULED[request.report].reads(request, about);
    default:
      return unreachable(request);
  }
}

/** The report itself: words, and what is drawn and written into files. */
export function madeOf(request: ReportRequest, data: ReadResults, about: About): Made {
  switch (request.kind) {
    case 'board':
      return boardMaker.make(request, data, about);
    case 'stats':
      return statsMaker.make(request, data, about);
    case 'ranking':
      return rankingMaker.make(request, data, about);
    case 'overdue':
      return overdueMaker.make(request, data, about);
    case 'export':
      return exportMaker.make(request, data, about);
    case 'shadow':
      return shadowMaker.make(request, data, about);
    case 'scheduled':
      return SCHEDULED[request.report].make(request, data, about);
    default:
      return unreachable(request);
  }
}
