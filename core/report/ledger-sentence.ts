/** What became of everything received on a day, and what is on no account. */
export interface DaysLedger {
  readonly received: number;
  readonly ticketed: number;
  readonly attached: number;
  readonly answered: number;
  readonly ignored: number;
  readonly parked: number;
  readonly waiting: number;
}

/** One sentence to the duty desk. `lost`: numbers of messages that nobody accounts for, some of them. */
export function ledgerSentence(ledger: DaysLedger, lost: readonly number[]): string {
  const { received, ticketed, attached, answered, ignored, parked, waiting } = ledger;
  const missing = received - (ticketed + attached + answered + ignored + parked + waiting);
  const parts = `立单 ${ticketed}、并入 ${attached}、已答 ${answered}、未理会 ${ignored}、搁置 ${parked}、待处理 ${waiting}`;
  const heard = `【每日对账】昨天收到 ${received} 条：${parts}；`;
  const named = lost.length === 0 ? '' : `（编号 ${lost.map((id) => `m${id}`).join('、')}${missing > lost.length ? ' 等' : ''}）`;
  const sum = missing === 0 ? '对得上。' : `对不上，差 ${Math.abs(missing)} 条${named}，请告诉管理员。`;
  return `${heard}${sum}${waiting > 0 ? `还有 ${waiting} 条到现在没处理完，请管理员看看服务是否正常。` : ''}${parked > 0 ? `搁置的 ${parked} 条请值班席看一看。` : ''}`;
}
