import { describe, expect, it } from 'vitest';
import { faultOf, isOutage } from '../../../bots/wechat/wire-errors.ts';

const grpc = (code: number, details: string) => Object.assign(new Error(`${code} NAME: ${details}`), { code, details });
const web = (Ret: number) => Object.assign(new Error(`${Ret} == 0`), { response: { data: { BaseResponse: { Ret } } } });

describe('faultOf tells what is certain', () => {
  it.each([
    ['no connection was made', grpc(14, 'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:1'), 'not-sent'],
    ['a name that does not resolve', grpc(14, 'Name resolution failed for target dns:x'), 'not-sent'],
    ['the client is stopped', new Error('no grpc manager'), 'not-sent'],
    ['the far side is logged out', grpc(2, 'not logged in'), 'not-sent'],
    ['the token is wrong', grpc(16, 'Invalid Wechaty TOKEN'), 'not-sent'],
    ['the connection broke under way', grpc(14, 'Connection dropped'), 'unknown'],
    ['the connection was reset under way', grpc(14, 'read ECONNRESET'), 'unknown'],
    ['a deadline passed', grpc(4, 'Deadline exceeded'), 'unknown'],
    ['the far side failed somehow', grpc(2, 'boom'), 'unknown'],
    ['the message is too large to be written', grpc(8, 'Attempted to send message with a size larger than 4194304'), 'refused'],
    ['web WeChat: logged out', web(1101), 'not-sent'],
    ['web WeChat: too often', web(1205), 'too-often'],
    ['web WeChat: no', web(-1), 'refused'],
    ['web WeChat: the host is unreachable', Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }), 'not-sent'],
    ['web WeChat: the connection broke', Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }), 'unknown'],
    ['something that is no error', 'what', 'unknown'],
    ['nothing', undefined, 'unknown'],
  ])('%s', (_name, error, kind) => {
    expect(faultOf(error).kind).toBe(kind);
  });
});

describe('isOutage', () => {
  it('tells a lost connection from a failed call', () => {
    expect(isOutage(grpc(14, 'read ECONNRESET'))).toBe(true);
    expect(isOutage(new Error('14 UNAVAILABLE: Connection dropped'))).toBe(true);
    expect(isOutage(grpc(2, 'boom'))).toBe(false);
    expect(isOutage(web(1101))).toBe(false);
  });
});
