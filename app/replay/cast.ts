import type { Config } from '../../core/config.ts';
import { DepartmentCode, EnterpriseKey } from '../../core/ids.ts';
import type { Scene } from './scene.ts';

/** Key of a scene's person in the throw-away directory. */
export const memberKey = (person: string): string =>
  `scene-${/^[a-z0-9-]+$/i.test(person) ? person.toLowerCase() : Buffer.from(person).toString('hex')}`;

/** The office's own directory with the scene's people and enterprises in it, in memory only. */
export function withCast(config: Config, scene: Scene): Config {
  const named = new Map(config.enterprises.flatMap((one) => [one.name, ...one.aliases].map((name) => [name, one.key] as const)));
  const strangers = [...new Set([...scene.people, ...scene.pre_tickets].flatMap((one) => one.enterprise ?? []))].filter(
    (name) => !named.has(name),
  );
  const added = strangers.map((name, i) => ({
    key: EnterpriseKey.parse(`scene-enterprise-${i + 1}`),
    name,
    aliases: [],
    kind: 'enterprise' as const,
    industry: '未填',
    card: null,
    address: null,
  }));
  for (const one of added) named.set(one.name, one.key);
  const codes = new Set<string>(config.departments.map((one) => one.code));
  const people = scene.people.map((person) => {
    const department = person.dept && codes.has(person.dept) ? DepartmentCode.parse(person.dept) : null;
    const enterprise = person.enterprise ? (named.get(person.enterprise) ?? null) : null;
    const role = person.role === 'employee' ? 'entrepreneur' : person.role;
    return { key: memberKey(person.id), name: person.name, title: null, roles: [role], department, enterprise };
  });
  return { ...config, enterprises: [...config.enterprises, ...added], people: [...config.people, ...people] };
}
