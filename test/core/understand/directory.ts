import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { Department, type Directory, Enterprise, type Member } from '../../../core/directory.ts';
import { DepartmentCode, EnterpriseKey, MemberId } from '../../../core/ids.ts';

const read = (name: string): unknown => parse(readFileSync(new URL(`../../../config/${name}.yaml`, import.meta.url), 'utf8'));

const Departments = z.array(
  z.looseObject({
    code: DepartmentCode,
    name: z.string(),
    fullName: z.string(),
    aliases: z.array(z.string()),
    matters: z.array(z.string()),
    words: z.array(z.string()),
    fallback: z.boolean().default(false),
  }),
);
const Enterprises = z.array(
  z.looseObject({ key: EnterpriseKey, name: z.string(), aliases: z.array(z.string()), kind: z.enum(['enterprise', 'project']) }),
);

export const departments: readonly Department[] = Departments.parse(read('departments')).map((one) =>
  Department.parse({ ...one, onDuty: null, deputy: null }),
);
export const enterprises: readonly Enterprise[] = Enterprises.parse(read('enterprises')).map((one) =>
  Enterprise.parse({ ...one, card: null, address: null }),
);

const member = (id: number, name: string): Member => ({
  id: MemberId.parse(id),
  key: `m${id}`,
  name,
  title: null,
  roles: ['official'],
  department: null,
  enterprise: null,
  active: true,
});

/** The office's own departments and enterprises, with a few people. */
export const directory: Directory = {
  revision: 1,
  botName: '小汇',
  channels: [],
  departments,
  enterprises,
  members: [member(1, '王建国'), member(2, '于海'), member(3, '于海')],
  postings: [],
  chats: [],
  identities: [],
  leaves: [],
  away: [],
  bodies: { supervision: [], leaders: [] },
};
