import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { Ground } from './boot.ts';

/** For whoever watches the house from the machine itself; from elsewhere there is no such page. */
export function serveMetrics(app: FastifyInstance, { store, clock }: Pick<Ground, 'store' | 'clock'>): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string) => new Gauge({ name: `mashangban_${name}`, help, registers: [registry] });
  const findings = gauge('audit_open_findings', 'Open tickets without a next step, or overdue and unseen, as the auditor found them');
  const late = gauge('clock_late_seconds', 'How long the clock that is due longest has been waiting');
  const timers = gauge('clock_timers', 'Tickets with something still to come');
  app.get('/metrics', async (request, reply) => {
    // The socket's own end, not what a header says; and through a proxy everybody would be this machine.
    const proxied = Object.keys(request.headers).some((name) => name.startsWith('x-forwarded-') || name === 'forwarded');
    if (proxied || !isLoopback(request.raw.socket.remoteAddress ?? '')) return reply.code(404).send();
    const state = await store.audit.state(clock.now());
    findings.set(state.findings);
    late.set(state.lateMs / 1000);
    timers.set(state.timers);
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

const isLoopback = (ip: string): boolean => ip === '127.0.0.1' || ip === '::1' || ip === '::ffff:127.0.0.1';
