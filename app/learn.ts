import { join } from 'node:path';
import { loadConfig } from './config.ts';
import { shippedListening } from './listening.ts';
import { projectRoot } from './project-root.ts';

/** Part of the build: learns what ships, once, so that no start has to wait for it. */
const root = projectRoot();
shippedListening(root, loadConfig(join(root, 'config')))();
