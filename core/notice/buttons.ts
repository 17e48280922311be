import type { Button } from '../channel.ts';
import type { Ticket } from '../ticket/ticket.ts';

type Rows = readonly (readonly Button[])[];

/** For whoever is asked to take it. The text beside them says the same words for wires without buttons. */
export function handlingButtons({ number }: Ticket): Rows {
  return [
    [
      { label: '签收', data: `claim ${number}` },
      { label: '回复', data: `reply ${number}` },
      { label: '退单', data: `return ${number}` },
    ],
  ];
}

export function handlingWords({ number }: Ticket): string {
  return `请发「签收 ${number}」接单；有进展发「回复 ${number} 内容」；办好发「办结 ${number} 结果」；不属于本单位发「退单 ${number} 理由」。`;
}

export function replyButtons({ number }: Ticket): Rows {
  return [[{ label: '回复', data: `reply ${number}` }]];
}

export function triageButtons({ number }: Ticket, suggestedName: string | null): Rows {
  const no: Button = { label: '不是问题', data: `triage ${number} 0` };
  return [suggestedName === null ? [no] : [{ label: `派给${suggestedName}`, data: `triage ${number} 1` }, no]];
}

export function ratingButtons({ number }: Ticket): Rows {
  return [
    [
      { label: '满意', data: `rate ${number} 5` },
      { label: '基本满意', data: `rate ${number} 3` },
      { label: '不满意', data: `rate ${number} 1` },
    ],
  ];
}
