/**
 * Loaded into the peer's process before its own code (`node --import`): what it would send to api.telegram.org goes to the Bot API
 * server of the bench, over kept connections. The peer itself stays as its authors wrote it.
 */
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

const root = new URL(process.env.BOT_API_ROOT ?? '');
const agent = new http.Agent({ keepAlive: true });
const direct = https.request;

// Given as Node gives them: an address, options, or both.
/* oxlint-disable typescript/no-misused-spread */
https.request = (...given) => {
  const [target] = given;
  const host = typeof target === 'string' ? new URL(target).hostname : (target.hostname ?? target.host);
  if (host !== 'api.telegram.org') return direct(...given);
  const [options, answered] =
    typeof target === 'string' || target instanceof URL ? [{ ...urlOptions(target), ...given[1] }, given[2]] : given;
  return http.request({ ...options, protocol: 'http:', host: root.hostname, hostname: root.hostname, port: root.port, agent }, answered);
};
syncBuiltinESMExports();

function urlOptions(target) {
  const { pathname, search } = new URL(target);
  return { path: pathname + search };
}
