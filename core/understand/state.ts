/** Which of a list's tickets are asked for. */
export type ListState = 'open' | 'overdue' | 'closed';

const NOT_DONE =
  '(?:还|都|尚|也|仍|一直)?(?:没有?|未|尚未)(?:给|能|有)?(?:办|结|销|弄|处理|解决|搞|整|完|了结|答复|落地)|没(?:有)?(?:动|干|交差|理|签|接|了(?=的|$))|没(?:着落|下文|信儿)|(?:没|未)完';
const PATTERNS: readonly (readonly [ListState, RegExp])[] = [
  [
    'overdue',
    /超期|超时|超了(?:期|时|限)|超限|逾期|过期|过(?:了)?(?:期|点|时限|时间|期限|日子)|拖期|误期|误点|误了(?:期|点)|红牌|到期(?:了|还)?没/,
  ],
  [
    'open',
    new RegExp(
      `${NOT_DONE}|在办|待办|正办|办着|压着|压了|压的|积压|欠着|挂着|剩|手(?:头|里|上|底下)|在手|没销|未销|在途|在走|在(?:处理|走|弄)|进行中|悬着|搁着|没消`,
    ),
  ],
  [
    'closed',
    /(?:已经?|都)?(?:办结|销号|销了?号|结案|了结|办完|办妥|办好|办利索|完结|干完|忙完|结单|处理完|处理好|解决完|弄完|弄好|搞定|办成)(?:了|过|掉)?|(?:已经?|都)(?:办|结|解决|处理|销|完)(?:了|掉|过|的)?|结了的|完事/,
  ],
];

/** 未办结, 超期, 已销号: which state a list is asked for; null: none is named. */
export function stateIn(folded: string): ListState | null {
  return PATTERNS.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}
