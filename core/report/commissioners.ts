import type { Directory, Posting } from '../directory.ts';
import type { Days } from './period.ts';
import type { PostingRow } from './reads.ts';
import { departmentName, enterpriseName } from './words.ts';

/** 特派员: every posting under its commissioner; the head counts people and postings (14 and 24 in the programme). */
export function commissionersText(rows: readonly PostingRow[], days: Days, directory: Directory): string {
  const people = [...new Set(rows.map((one) => one.member))];
  const blocks = people.map((id) => {
    const own = rows.filter((one) => one.member === id);
    return [
      personName(id, directory),
      ...own.map((one) => `　${posted(one, directory)}：${days.label.replace(/（.*/, '')} ${one.tickets} 件，在办 ${one.open} 件`),
    ].join('\n');
  });
  return [commissionersTotals(rows), ...blocks].join('\n');
}

export function commissionersTotals(postings: readonly Pick<Posting, 'member'>[]): string {
  if (postings.length === 0) return '眼下没有派驻的特派员。';
  return `${new Set(postings.map((one) => one.member)).size} 名特派员，联系 ${postings.length} 家企业和项目。`;
}

/** Who serves one enterprise. */
export function commissionerOf(enterprise: Posting['enterprise'], directory: Directory): string {
  const name = enterpriseName(directory, enterprise) ?? enterprise;
  const own = directory.postings.filter((one) => one.enterprise === enterprise);
  if (own.length === 0) return `${name}眼下没有派驻特派员，有事直接跟我说就行。`;
  return `${name}的特派员：${own.map((one) => personName(one.member, directory)).join('、')}。`;
}

/** The postings of one commissioner, for himself. */
export function ownPostings(postings: readonly Posting[], directory: Directory): string {
  if (postings.length === 0) return '名录里还没有您的派驻企业，请联系值班席。';
  return [`您联系 ${postings.length} 家：`, ...postings.map((one) => `　${posted(one, directory)}`)].join('\n');
}

const posted = (one: Pick<Posting, 'enterprise' | 'leads'>, directory: Directory): string =>
  `${enterpriseName(directory, one.enterprise) ?? one.enterprise}${one.leads ? '（牵头）' : ''}`;

function personName(id: Posting['member'], directory: Directory): string {
  const person = directory.members.find((one) => one.id === id);
  if (person === undefined) return '（已离任）';
  const from = person.department === null ? '' : departmentName(directory, person.department);
  return `${person.name}（${[from, person.title].filter((one) => one !== '' && one !== null).join('')}）`;
}
