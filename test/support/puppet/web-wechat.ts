import { createRequire } from 'node:module';
import { z } from 'zod';
import { until } from '../until.ts';

/**
 * WeChat's web servers, as wechat4u asks them: login by code, init, sync, send, logout. They answer inside this process, in
 * place of the transport of wechat4u's own HTTP client; everything above it is the real library. User names are new at
 * every scan, as WeChat's are.
 */

const Asked = z.object({ url: z.string(), data: z.unknown(), signal: z.custom<AbortSignal>().optional() });
type Answer = { status: number; data: unknown; headers: Record<string, string | string[]> };

const fromPuppet = createRequire(createRequire(import.meta.url).resolve('wechaty-puppet-wechat4u'));
const axios: unknown = createRequire(fromPuppet.resolve('wechat4u'))('axios');
if (typeof axios !== 'function') throw new Error('no HTTP client to stand behind');
const realCreate: unknown = Reflect.get(axios, 'create');
const setCreate = (create: unknown): boolean => Reflect.set(axios, 'create', create);
const createWith = (defaults: object): unknown =>
  typeof realCreate === 'function' ? Reflect.apply(realCreate, axios, [defaults]) : undefined;

export interface WebPerson {
  readonly key: string;
  readonly name: string;
  readonly remark?: string;
  readonly weixin?: string;
}

export function openWebWechat(people: readonly WebPerson[], rooms: readonly { key: string; topic: string }[]) {
  const sent: { to: string; text: string }[] = [];
  let scans = 0;
  let session: 'none' | 'shown' | 'scanned' | 'in' | 'ended' = 'none';
  let logouts = 0;
  let codes = 0;
  let reachable = true;
  let sendRet = 0;
  let messages = 0;
  let waiting: object[] = [];

  const user = (key: string): string => `@${key}${scans}`;
  const roomId = (key: string): string => `@@${key}${scans}`;
  const me = () => ({ UserName: user('me'), NickName: '环翠小助手', Uin: 1 });
  const contactOf = (one: WebPerson) => ({
    UserName: user(one.key),
    NickName: one.name,
    RemarkName: one.remark ?? '',
    Alias: one.weixin ?? '',
    ContactFlag: 1,
    VerifyFlag: 0,
    MemberCount: 0,
    MemberList: [],
  });
  const everybody = () => [me(), ...people.map(contactOf)];
  const roomOf = (one: { key: string; topic: string }) => ({
    UserName: roomId(one.key),
    NickName: one.topic,
    MemberCount: people.length + 1,
    MemberList: everybody().map(({ UserName, NickName }) => ({ UserName, NickName, DisplayName: '' })),
    ContactFlag: 2,
  });
  const key = () => ({ Count: 1, List: [{ Key: 1, Val: messages + 1 }] });
  const ret = (Ret: number, more: object = {}) => ok({ BaseResponse: { Ret, ErrMsg: '' }, ...more });
  const alive = (more: object) => (session === 'in' ? ret(0, more) : ret(1101));

  const answers: Readonly<Record<string, (body: unknown) => Answer | Promise<Answer>>> = {
    jslogin() {
      codes += 1;
      session = 'shown';
      return ok(`window.QRLogin.code = 200; window.QRLogin.uuid = "code${codes}";`);
    },
    async login() {
      await until(() => session !== 'shown', 'a scan', 200).catch(() => undefined);
      if (session !== 'scanned') return ok('window.code=408;');
      return ok('window.code=200;window.redirect_uri="https://wx.qq.com/cgi-bin/mmwebwx-bin/webwxnewloginpage?t=1";');
    },
    webwxnewloginpage() {
      scans += 1;
      session = 'in';
      const data = '<error><ret>0</ret><skey>k</skey><wxsid>s</wxsid><wxuin>1</wxuin><pass_ticket>p</pass_ticket></error>';
      throw Object.assign(new Error('301'), { response: { status: 301, data, headers: { 'set-cookie': ['wxsid=s;', 'wxuin=1;'] } } });
    },
    webwxinit: () => alive({ User: me(), ContactList: rooms.map(roomOf), SyncKey: key(), SKey: 'k' }),
    webwxstatusnotify: () => alive({}),
    webwxgetcontact: () => alive({ MemberList: people.map(contactOf), Seq: 0 }),
    webwxbatchgetcontact: () => alive({ ContactList: [...rooms.map(roomOf), ...everybody()] }),
    async synccheck() {
      await until(() => waiting.length > 0 || session !== 'in', 'news', 200).catch(() => undefined);
      if (session !== 'in') return ok('window.synccheck={retcode:"1101",selector:"0"}');
      return ok(`window.synccheck={retcode:"0",selector:"${waiting.length > 0 ? 2 : 0}"}`);
    },
    webwxsync() {
      const AddMsgList = waiting;
      waiting = [];
      return alive({ AddMsgCount: AddMsgList.length, AddMsgList, ModContactCount: 0, ModContactList: [], SyncKey: key(), SKey: 'k' });
    },
    webwxsendmsg(body) {
      if (session !== 'in' || sendRet !== 0) return ret(session === 'in' ? sendRet : 1101);
      const { Msg } = z.object({ Msg: z.object({ Content: z.string(), ToUserName: z.string() }) }).parse(body);
      sent.push({ to: Msg.ToUserName, text: Msg.Content });
      return ret(0, { MsgID: `sent${sent.length}` });
    },
    webwxlogout() {
      logouts += 1;
      session = 'ended';
      return ok('');
    },
  };

  async function transport(config: unknown): Promise<object> {
    const { url, data, signal } = Asked.parse(config);
    signal?.throwIfAborted();
    if (!reachable) throw Object.assign(new Error('getaddrinfo ENOTFOUND wx.qq.com'), { code: 'ENOTFOUND' });
    const answer = answers[/\/(\w+)(?:\?|$)/.exec(url)?.[1] ?? ''];
    if (answer === undefined) throw new Error(`web WeChat does not know ${url}`);
    const answered = await answer(typeof data === 'string' ? JSON.parse(data) : data);
    signal?.throwIfAborted();
    return { ...answered, statusText: '', config, request: {} };
  }

  setCreate((defaults: object) => createWith({ ...defaults, adapter: transport }));

  return {
    sent,
    logouts: () => logouts,
    codes: () => codes,
    user,
    room: roomId,
    scan(): void {
      session = 'scanned';
    },
    /** On the phone: 退出网页微信. */
    phoneLogsOut(): void {
      session = 'ended';
    },
    setReachable(now: boolean): void {
      reachable = now;
    },
    sendsReturn(Ret: number): void {
      sendRet = Ret;
    },
    /** As the wire carries it: in rooms with the speaker before the text. */
    says(who: string, where: { room: string } | 'private', content: string, more: { MsgType?: number; id?: string } = {}): string {
      messages += 1;
      const MsgId = more.id ?? `700000000000000${messages}`;
      const inRoom = where !== 'private';
      waiting.push({
        MsgId,
        MsgType: more.MsgType ?? 1,
        CreateTime: Math.ceil(Date.now() / 1000) + 1,
        FromUserName: inRoom ? roomId(where.room) : user(who),
        ToUserName: user('me'),
        Content: inRoom ? `${user(who)}:<br/>${content.replaceAll('\n', '<br/>')}` : content.replaceAll('\n', '<br/>'),
        StatusNotifyUserName: '',
      });
      return MsgId;
    },
    close(): void {
      setCreate(realCreate);
    },
  };
}

export type WebWechat = ReturnType<typeof openWebWechat>;

function ok(data: unknown): Answer {
  return { status: 200, data, headers: {} };
}
