// Writes the next migration from schema.prisma with Prisma's own schema engine (its wasm build), since the ordinary CLI
// wants to download a binary. Online, `npx prisma migrate dev` does the same to the same folder.
// Usage: DATABASE_URL=postgres://… node prisma/migrate-dev.mjs <name> | --check

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory, ColumnTypeEnum } from '@prisma/driver-adapter-utils';
import pg from 'pg';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const url = process.env.DATABASE_URL;
const name = process.argv[2];
if (!url || !name) {
  console.error('usage: DATABASE_URL=postgres://… node prisma/migrate-dev.mjs <name> | --check');
  process.exit(2);
}

// The adapter does not know the catalogue's type "char" (OID 18), splits scripts on ';', and would take the main
// database for the shadow one: three repairs.
function repaired(adapter, pool) {
  const queryRaw = adapter.queryRaw;
  const performIO = adapter.performIO.bind(adapter);
  adapter.queryRaw = async (query) => {
    let chars = [];
    const self = Object.create(adapter, {
      performIO: {
        value: async (q) => {
          const result = await performIO(q);
          chars = result.fields.flatMap((field, i) => (field.dataTypeID === 18 ? [i] : []));
          for (const i of chars) result.fields[i].dataTypeID = 1042;
          return result;
        },
      },
    });
    const out = await queryRaw.call(self, query);
    for (const i of chars) out.columnTypes[i] = ColumnTypeEnum.Character;
    return out;
  };
  adapter.executeScript = async (sql) => {
    const client = await pool.connect();
    try {
      await client.query(sql);
    } finally {
      client.release();
    }
  };
  return adapter;
}

class OfflinePg extends PrismaPg {
  constructor(connectionString) {
    super({ connectionString });
    this.url = connectionString;
  }
  async #open(connectionString, after) {
    const pool = new pg.Pool({ connectionString, max: 4 });
    const adapter = repaired(await new PrismaPg(pool).connect(), pool);
    adapter.dispose = async () => {
      await pool.end();
      await after?.();
    };
    return adapter;
  }
  connect() {
    return this.#open(this.url);
  }
  async connectToShadowDb() {
    const database = `prisma_shadow_${randomUUID().replaceAll('-', '')}`;
    const shadow = new URL(this.url);
    shadow.pathname = `/${database}`;
    const admin = async (sql) => {
      const client = new pg.Client({ connectionString: this.url });
      await client.connect();
      await client.query(sql).finally(() => client.end());
    };
    await admin(`CREATE DATABASE "${database}"`);
    return this.#open(shadow.toString(), () => admin(`DROP DATABASE IF EXISTS "${database}" WITH (FORCE)`));
  }
}

globalThis.PRISMA_WASM_PANIC_REGISTRY = { message: '', set_message: (m) => console.error(m) };
const engineDir = join(root, 'node_modules/@prisma/schema-engine-wasm');
const bindings = await import(join(engineDir, 'schema_engine_bg.js'));
const { instance } = await WebAssembly.instantiate(readFileSync(join(engineDir, 'schema_engine_bg.wasm')), {
  './schema_engine_bg.js': bindings,
});
bindings.__wbg_set_wasm(instance.exports);
instance.exports.__wbindgen_start();

const schemaPath = join(root, 'prisma/schema.prisma');
const schema = { files: [{ path: schemaPath, content: readFileSync(schemaPath, 'utf8') }] };
const base = join(root, 'prisma/migrations');
const folders = existsSync(base)
  ? readdirSync(base)
      .filter((d) => statSync(join(base, d)).isDirectory())
      .sort()
  : [];
const migrations = {
  baseDir: base,
  lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
  shadowDbInitScript: '',
  migrationDirectories: folders.map((path) => ({
    path,
    migrationFile: { path: 'migration.sql', content: { tag: 'ok', value: readFileSync(join(base, path, 'migration.sql'), 'utf8') } },
  })),
};
const engine = await bindings.SchemaEngine.new(
  { datamodels: schema.files.map((f) => [f.path, f.content]) },
  () => {},
  bindMigrationAwareSqlAdapterFactory(new OfflinePg(url)),
);
const diff = await engine.diff({
  from: folders.length ? { tag: 'migrations', ...migrations } : { tag: 'empty' },
  to: { tag: 'schemaDatamodel', ...schema },
  script: true,
  exitCode: true,
  shadowDatabaseUrl: null,
  filters: { externalTables: [], externalEnums: [] },
});
const sql = diff.stdout ?? '';
const changed = diff.exitCode === 2;
if (name === '--check') {
  console.log(changed ? `schema.prisma and migrations differ:\n${sql}` : 'schema.prisma and migrations agree');
  process.exit(changed ? 1 : 0);
}
if (!changed) {
  console.log('no changes');
  process.exit(0);
}
const stamp = new Date().toISOString().replaceAll(/\D/g, '').slice(0, 14);
mkdirSync(join(base, `${stamp}_${name}`), { recursive: true });
writeFileSync(join(base, `${stamp}_${name}`, 'migration.sql'), sql);
console.log(`wrote prisma/migrations/${stamp}_${name}/migration.sql`);
process.exit(0);
