import type { Button } from '../channel.ts';
import type { Directory } from '../directory.ts';
import { departmentOf } from '../routing/lookup.ts';
import type { Ticket } from '../ticket/ticket.ts';

type Rows = readonly (readonly Button[])[];

/** For whoever is asked to take it. The text beside them says the same words for wires without buttons. */
export function handlingButtons(ticket: Ticket, directory: Directory): Rows {
  const { number } = ticket;
  const away: Button = rules(ticket, directory)
    ? { label: '转办', data: `transfer ${number}` }
    : { label: '退单', data: `return ${number}` };
  return [[{ label: '签收', data: `claim ${number}` }, { label: '回复', data: `reply ${number}` }, away]];
}

export function handlingWords(ticket: Ticket, directory: Directory): string {
  const { number } = ticket;
  const away = rules(ticket, directory) ? `应由别的单位承办发「转办 ${number} 部门 理由」` : `不属于本单位发「退单 ${number} 理由」`;
  return `请发「签收 ${number}」接单；有进展发「回复 ${number} 内容」；办好发「办结 ${number} 结果」；${away}。`;
}

/** The 推进办 is the last door: it rules who handles a ticket and cannot hand it back. */
function rules(ticket: Ticket, directory: Directory): boolean {
  return departmentOf(directory, ticket.department)?.fallback ?? false;
}

export function replyButtons({ number }: Ticket): Rows {
  return [[{ label: '回复', data: `reply ${number}` }]];
}

export function extensionButtons({ number }: Ticket): Rows {
  return [
    [
      { label: '同意', data: `approve ${number}` },
      { label: '不同意', data: `decline ${number}` },
    ],
  ];
}

/** The digits of the same words typed: 没有 0, 有 1. */
export function callbackButtons({ number }: Ticket): Rows {
  return [
    [
      { label: '没有', data: `callback ${number} 0` },
      { label: '有人要求', data: `callback ${number} 1` },
    ],
  ];
}

export function triageButtons({ number }: Ticket, suggestedName: string | null): Rows {
  const no: Button = { label: '不是问题', data: `triage ${number} 0` };
  return [suggestedName === null ? [no] : [{ label: `派给${suggestedName}`, data: `triage ${number} 1` }, no]];
}

/** The scores of the same words typed: 满意 4, 基本满意 3, 不满意 2. */
export function ratingButtons({ number }: Ticket): Rows {
  return [
    [
      { label: '满意', data: `rate ${number} 4` },
      { label: '基本满意', data: `rate ${number} 3` },
      { label: '不满意', data: `rate ${number} 2` },
    ],
  ];
}
