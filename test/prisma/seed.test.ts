import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadConfig } from '../../app/config.ts';
import type { Config } from '../../core/config.ts';
import { ChannelName } from '../../core/ids.ts';
import { seed } from '../../prisma/seed.ts';
import { changeDirectory } from '../../prisma/store/directory-changes.ts';
import { createStore, type Store } from '../../prisma/store/index.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const WEBCHAT = ChannelName.parse('webchat');
const config = loadConfig(join(import.meta.dirname, '../../config'));
let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await createTestDatabase();
  store = createStore(database.db, {
    botName: '小汇',
    channels: [WEBCHAT],
    bodies: { supervision: [], leaders: [] },
    recognise: () => ({ role: 'unknown', department: null }),
  });
  await seed(database.db, config, { webchat: WEBCHAT });
});
afterAll(() => database.drop());

const revision = async () => (await store.directory.current()).revision;
const member = async (key: string) => {
  const found = (await store.directory.current()).members.find((one) => one.key === key);
  if (!found) throw new Error(`no member ${key}`);
  return found;
};
const withPerson = (key: string, change: Partial<Config['people'][number]>): Config => ({
  ...config,
  people: config.people.map((person) => (person.key === key ? { ...person, ...change } : person)),
});

test('brings in the whole directory: 21 departments, 14 commissioners on 24 postings, a chat for everybody', async () => {
  const directory = await store.directory.current();
  expect(directory.departments).toHaveLength(21);
  expect(directory.postings).toHaveLength(24);
  expect(new Set(directory.postings.map((posting) => posting.member)).size).toBe(14);
  expect(directory.identities).toHaveLength(config.people.length);
  expect(directory.identities.every((identity) => identity.privateChat !== null)).toBe(true);
});

test('run again, it changes nothing, not even the revision', async () => {
  const before = await revision();
  await seed(database.db, config, { webchat: WEBCHAT });
  expect(await revision()).toBe(before);
});

test('a changed file is followed; somebody taken out of it has left, and his history stays', async () => {
  await seed(database.db, withPerson('ju-xiaoyan', { title: '董事长' }), { webchat: WEBCHAT });
  expect((await member('ju-xiaoyan')).title).toBe('董事长');
  await seed(database.db, { ...config, people: config.people.filter((person) => person.key !== 'xia-kai') }, { webchat: WEBCHAT });
  expect((await member('xia-kai')).active).toBe(false);
  await seed(database.db, config, { webchat: WEBCHAT });
  expect((await member('xia-kai')).active).toBe(true);
});

test('what people changed by command is theirs: neither the same file nor a newer one takes it back', async () => {
  const lyu = await member('lyu-liang');
  const environment = (await store.directory.current()).departments.find((one) => one.code === 'environment');
  const posting = (await store.directory.current()).postings[0];
  if (!lyu.department || !environment || !posting) throw new Error('the shipped directory has changed');
  const { department } = lyu;
  const at = new Date();
  await database.db.$transaction((tx) =>
    changeDirectory(
      tx,
      [
        { kind: 'roles', member: lyu.id, roles: ['head', 'official'], department },
        { kind: 'duty', department: environment.code, member: lyu.id },
        { kind: 'posting', member: posting.member, enterprise: posting.enterprise, leads: posting.leads, until: at },
      ],
      at,
    ),
  );
  await seed(database.db, config, { webchat: WEBCHAT });
  await seed(database.db, withPerson('lyu-liang', { roles: ['official'], title: '别的' }), { webchat: WEBCHAT });
  const directory = await store.directory.current();
  expect(directory.members.find((one) => one.id === lyu.id)?.roles).toEqual(['head', 'official']);
  expect(directory.departments.find((one) => one.code === 'environment')?.onDuty).toBe(lyu.id);
  expect(directory.postings.some((one) => one.member === posting.member && one.enterprise === posting.enterprise)).toBe(false);
});

test('a seed that fails half-way changes nothing', async () => {
  const before = await database.db.member.count();
  const broken: Config = { ...config, people: [...config.people, ...config.people.slice(0, 1)] };
  await expect(seed(database.db, broken, { webchat: WEBCHAT })).rejects.toThrow(/cannot affect row a second time/);
  expect(await database.db.member.count()).toBe(before);
});
