import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { settingsSchema } from '../../app/settings.ts';

/** No container engine runs here: what the deployment files name is proven to exist instead. */
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

const Service = z.strictObject({
  build: z.literal('.').optional(),
  image: z.string(),
  restart: z.enum(['unless-stopped', 'on-failure']),
  command: z.array(z.string()).optional(),
  env_file: z.literal('.env').optional(),
  environment: z.record(z.string(), z.string()).default({}),
  depends_on: z
    .record(z.string(), z.strictObject({ condition: z.enum(['service_healthy', 'service_completed_successfully']) }))
    .default({}),
  ports: z.array(z.string()).default([]),
  volumes: z.array(z.string()).default([]),
  healthcheck: z.looseObject({ test: z.array(z.string()) }).optional(),
  deploy: z.strictObject({ replicas: z.int().positive() }).optional(),
  stop_grace_period: z.string().optional(),
});
const Compose = z.looseObject({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) });

const { scripts } = z.object({ scripts: z.record(z.string(), z.string()) }).parse(JSON.parse(read('package.json')));
const text = read('docker-compose.yml');
const compose = Compose.parse(parse(text.replaceAll(/\$\{[A-Z0-9_]+[^}]*\}/g, 'secret'), { merge: true }));
const services = Object.entries(compose.services).map(([name, service]) => ({ name, ...service }));
const ours = services.filter(({ build }) => build !== undefined);
const dockerfile = read('Dockerfile');
const example = new Map([...read('.env.example').matchAll(/^([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
const settings: readonly string[] = Object.keys(settingsSchema.shape);
/** Read by drills only; an office that finds it explained might set it. */
const DRILLS: readonly string[] = ['CRASH_AT'];
/** Variables that the compose file itself fills in from .env. */
const interpolated = [...new Set([...text.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name = '']) => name))];

describe('docker-compose.yml', () => {
  test('has Postgres, Redis, bots and workers', () => {
    expect(services.map(({ name }) => name)).toEqual(['postgres', 'redis', 'migrate', 'bots', 'workers']);
    expect(ours.map(({ name }) => name)).toEqual(['migrate', 'bots', 'workers']);
  });

  test.each(ours)('$name runs an npm script of the project, compiled', ({ command = [] }) => {
    const [npm, run, silent, script = '', ...rest] = command;
    expect([npm, run, silent, rest]).toEqual(['npm', 'run', '--silent', []]);
    expect(compiledBy(script)).toBe(true);
  });

  test.each(ours)('$name sets only variables that the project reads', ({ environment }) => {
    // Blanked, since env_file would hand it on: only the migration knows the owner.
    expect(environment.POSTGRES_PASSWORD).toBe('');
    const others = Object.keys(environment).filter((name) => !settings.includes(name));
    expect(others).toEqual(['POSTGRES_PASSWORD']);
  });

  test.each(ours)('$name has settings that the project accepts', ({ environment }) => {
    expect(settingsSchema.safeParse(environment)).toMatchObject({ success: true });
  });

  test.each(ours)('$name waits for a healthy Postgres and Redis, and reaches them by their names', ({ environment, depends_on }) => {
    expect(Object.keys(depends_on).filter((name) => name !== 'migrate')).toEqual(['postgres', 'redis']);
    for (const name of ['postgres', 'redis']) expect(compose.services[name]?.healthcheck).toBeDefined();
    expect(new URL(environment.DATABASE_URL ?? '').host).toBe('postgres:5432');
    expect(new URL(environment.REDIS_URL ?? '').host).toBe('redis:6379');
  });

  test('the database in the URL is the one that Postgres makes, in text measured by characters', () => {
    const made = compose.services.postgres?.environment ?? {};
    const url = new URL(compose.services.migrate?.environment.MIGRATE_DATABASE_URL ?? '');
    expect([url.username, url.pathname]).toEqual([made.POSTGRES_USER, `/${made.POSTGRES_DB}`]);
    expect(made.POSTGRES_INITDB_ARGS).toBe('--encoding=UTF8 --locale-provider=builtin --locale=C.UTF-8');
  });

  test('what runs is not the owner, does not know him, and waits until he has migrated', () => {
    for (const name of ['bots', 'workers']) {
      const { environment = {}, depends_on = {} } = compose.services[name] ?? {};
      const [app, owner] = [environment.DATABASE_URL ?? '', compose.services.migrate?.environment.MIGRATE_DATABASE_URL ?? ''].map(
        (url) => new URL(url),
      );
      expect([app?.username === owner?.username, app?.pathname]).toEqual([false, owner?.pathname]);
      expect(environment.MIGRATE_DATABASE_URL).toBeUndefined();
      expect(depends_on.migrate).toEqual({ condition: 'service_completed_successfully' });
    }
    expect(compose.services.migrate).toMatchObject({ restart: 'on-failure', ports: [], volumes: [] });
  });

  test('Redis keeps what it holds', () => {
    expect(compose.services.redis?.command).toEqual(['redis-server', '--appendonly', 'yes', '--maxmemory-policy', 'noeviction']);
  });

  test('every published port is on the loopback, and is the one its process listens on', () => {
    const published = services.flatMap(({ ports, environment }) => ports.map((port) => ({ port, listens: environment.PORT })));
    expect(published).toHaveLength(1);
    for (const { port, listens } of published) expect(port).toBe(`127.0.0.1:${listens}:${listens}`);
  });

  test.each(ours)(
    "$name is healthy when it is ready, asked on its own port; the figures' port is not published",
    ({ environment, healthcheck, ports }) => {
      expect(healthcheck?.test.join(' ')).toContain(`http://127.0.0.1:${environment.METRICS_PORT}/readyz`);
      expect(environment.METRICS_HOST).toBe('0.0.0.0');
      expect(ports.join(' ')).not.toContain(environment.METRICS_PORT);
    },
  );

  test('workers can be scaled: no port, no name, no volume that two would write', () => {
    expect(compose.services.workers).toMatchObject({ ports: [], deploy: { replicas: 2 } });
    expect(text).not.toContain('container_name');
    expect(compose.services.workers?.volumes.filter((volume) => !volume.endsWith(':ro'))).toEqual([]);
  });

  test('every named volume is declared, every mounted folder is in the project', () => {
    const mounted = services.flatMap(({ volumes }) => volumes.map((volume) => volume.split(':')[0] ?? ''));
    for (const source of mounted) {
      expect(source.startsWith('./') ? existsSync(join(ROOT, source)) : Object.hasOwn(compose.volumes, source), source).toBe(true);
    }
  });
});

describe('.env.example', () => {
  test('explains exactly the variables that the project and the compose file read', () => {
    const forOffices = settings.filter((name) => !DRILLS.includes(name));
    expect([...example.keys()].toSorted()).toEqual([...new Set([...forOffices, ...interpolated])].toSorted());
  });

  test('is accepted as it stands, and holds no secret', () => {
    const given = Object.fromEntries([...example].filter(([, value]) => value !== ''));
    expect(settingsSchema.safeParse(given)).toMatchObject({ success: true });
    expect([...example].filter(([name, value]) => /TOKEN|SECRET|KEY|PASSWORD/.test(name) && value !== '')).toEqual([]);
  });
});

describe('Dockerfile', () => {
  test('every npm script it runs exists', () => {
    const run = [...dockerfile.matchAll(/npm run (?:--silent )?([a-z:]+)/g)].map(([, name = '']) => name);
    expect(run).toContain('build');
    expect(run.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
    const [, command = ''] = /^CMD (\[.*\])$/m.exec(dockerfile) ?? [];
    expect(compiledBy(z.array(z.string()).parse(JSON.parse(command)).at(-1) ?? '')).toBe(true);
  });

  test('every path it takes from the project exists, and .dockerignore lets it in', () => {
    const ignored = read('.dockerignore').split('\n');
    const taken = [...dockerfile.matchAll(/^COPY --from=build \/srv\/mashangban\/(\S+)/gm)].map(([, path = '']) => path);
    expect(taken).toEqual(['package.json', 'node_modules', 'prisma/migrations', 'config', 'corpus', 'dist', 'app/build-if-stale.mjs']);
    for (const path of taken.filter((name) => name !== 'node_modules' && name !== 'dist')) {
      expect(existsSync(join(ROOT, path)), path).toBe(true);
      expect(
        ignored.some((line) => line !== '' && path.startsWith(line)),
        path,
      ).toBe(false);
    }
    for (const secret of ['.env', '.git', '.data', 'node_modules']) expect(ignored).toContain(secret);
  });

  test.each(['bots', 'workers', 'migrate', 'cli', 'config:check'])('has what npm run %s runs, and what runs before it', (script) => {
    const taken = [...dockerfile.matchAll(/^COPY --from=build \/srv\/mashangban\/(\S+)/gm)].map(([, path = '']) => path);
    const lines = [scripts[`pre${script}`] ?? '', scripts[script] ?? ''].join('\n');
    const run = [...lines.matchAll(/node (\S+)/g)].map(([, path = '']) => path);
    expect(run).not.toEqual([]);
    // `npm run cli` once died in the image: what its `pre` script runs was not there.
    for (const path of run)
      expect(
        taken.some((one) => path === one || path.startsWith(`${one}/`)),
        path,
      ).toBe(true);
  });

  test('runs as nobody special, under an init that passes the stop signal on', () => {
    const last = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));
    expect(last).toMatch(/^USER node$/m);
    expect(last).toMatch(/^ENTRYPOINT \["tini", "-g", "--"\]$/m);
  });

  test('is built on the Node that the project asks for', () => {
    const { engines } = z.object({ engines: z.object({ node: z.string() }) }).parse(JSON.parse(read('package.json')));
    const images = [...dockerfile.matchAll(/^FROM node:(\d+)-/gm)].map(([, major = '']) => major);
    expect(images).toHaveLength(2);
    for (const major of images) expect(engines.node).toMatch(new RegExp(`^>=${major}\\.`));
  });
});

/** A script that hands over to a compiled composition root (`exec`: npm's shell must not stand between it and a signal). */
function compiledBy(script: string): boolean {
  const [, root = ''] = /^exec node dist\/(app\/[a-z-]+)\.js$/.exec(scripts[script] ?? '') ?? [];
  return root !== '' && existsSync(join(ROOT, `${root}.ts`));
}
