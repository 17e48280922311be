import { FileBox, type FileBoxInterface } from 'file-box';
import * as PUPPET from 'wechaty-puppet';
import { mock, PuppetMock } from 'wechaty-puppet-mock';
import type { Command, Report } from './protocol.ts';

type Of<D extends Command['do']> = Extract<Command, { do: D }>;
type Tell = (report: Report) => void;

export const botId = 'wxid_bot';

/** wechaty's mock puppet with the far side's manners: real ids for what the bot says, a ledger, invitations, faults on demand. */
export class FarPuppet extends PuppetMock {
  readonly #tell: Tell;
  readonly #server: string;
  readonly #invitations = new Map<string, Of<'invite'>>();
  #sends: Of<'sends'>['how'] = 'well';
  #count = 0;

  constructor(server: string, tell: Tell) {
    super({ mocker: new mock.Mocker() });
    this.#server = server;
    this.#tell = tell;
  }

  obey(command: Exclude<Command, Of<'open'> | Of<'close'>>): void | Promise<void> {
    switch (command.do) {
      case 'contact':
        return this.#contact(command);
      case 'room':
        return this.#room(command);
      case 'message':
        return this.#message(command);
      case 'again':
        return void this.emit('message', { messageId: command.id });
      case 'join':
        return this.mocker.RoomMock.load(command.room)
          .add(this.mocker.ContactMock.load(command.person))
          .by(this.mocker.ContactMock.load(command.by));
      case 'kick':
        return this.mocker.RoomMock.load(command.room)
          .remove(this.mocker.ContactMock.load(command.person))
          .by(this.mocker.ContactMock.load(command.by));
      case 'topic':
        return this.#topic(command);
      case 'invite':
        this.#invitations.set(command.id, command);
        return void this.emit('room-invite', { roomInvitationId: command.id });
      case 'scan':
        return void this.emit('scan', { qrcode: command.text, status: PUPPET.types.ScanStatus.Waiting });
      case 'login':
        return this.login(botId);
      case 'logout':
        return this.logout('the test says so');
      case 'sends':
        this.#sends = command.how;
    }
  }

  #contact({ id, name, alias, weixin, official }: Omit<Of<'contact'>, 'do' | 'server'>): void {
    if (this.mocker.cacheContactPayload.has(id)) return;
    const own = { alias, ['weixin']: weixin };
    this.mocker.createContact({
      id,
      name,
      ...own,
      type: official ? PUPPET.types.Contact.Official : PUPPET.types.Contact.Individual,
      friend: true,
      phone: [],
    });
  }

  #room({ id, topic, members }: Of<'room'>): void {
    const known = this.mocker.cacheRoomPayload.get(id);
    if (known === undefined) this.mocker.createRoom({ id, topic, memberIdList: [...members], adminIdList: [], ownerId: botId });
    else known.memberIdList = [...members];
    if (known !== undefined) this.dirtyPayload(PUPPET.types.Dirty.Room, id);
  }

  #topic(command: Of<'topic'>): void {
    this.mocker.RoomMock.load(command.room).topic(command.topic).by(this.mocker.ContactMock.load(command.by));
    this.dirtyPayload(PUPPET.types.Dirty.Room, command.room);
  }

  #message(command: Of<'message'>): void {
    if (command.file !== null)
      this.mocker.cacheFileBoxPayload.set(command.id, FileBox.fromBase64(command.file.base64, command.file.name).toJSON());
    this.#deliver({ ...command, talkerId: command.from, mentionIdList: command.mentions });
  }

  #deliver(facts: {
    id: string;
    talkerId: string;
    chat: string;
    type: number;
    text: string;
    mentionIdList: string[];
    timestamp: number;
  }): void {
    const { id, talkerId, text, type, timestamp } = facts;
    const base = { id, talkerId, text, type, timestamp };
    const inRoom = this.mocker.cacheRoomPayload.has(facts.chat);
    const payload = inRoom ? { ...base, roomId: facts.chat, mentionIdList: facts.mentionIdList } : { ...base, listenerId: facts.chat };
    this.mocker.MessageMock.create(payload);
    this.emit('message', { messageId: id });
  }

  override async messageSendText(chat: string, text: string, mentionIdList?: string[]): Promise<void> {
    return this.#send(chat, text, mentionIdList ?? [], null);
  }

  override async messageSendFile(chat: string, file: FileBoxInterface): Promise<void> {
    return this.#send(chat, '', [], { name: file.name, base64: await file.toBase64() });
  }

  async #send(chat: string, text: string, mentions: string[], file: { name: string; base64: string } | null): Promise<void> {
    if (!this.isLoggedIn) throw new Error('not logged in');
    if (this.#sends === 'fail') throw new Error('the far side fails');
    this.#count += 1;
    const id = `bot-${process.pid}-${this.#server}-${this.#count}`;
    this.#tell({ tells: 'said', server: this.#server, said: { id, chat, text, mentions, file } });
    const type = file === null ? PUPPET.types.Message.Text : PUPPET.types.Message.Attachment;
    if (file !== null) this.mocker.cacheFileBoxPayload.set(id, FileBox.fromBase64(file.base64, file.name).toJSON());
    this.#deliver({ id, talkerId: this.currentUserId, chat, type, text, mentionIdList: mentions, timestamp: Date.now() });
    if (this.#sends === 'swallow') await new Promise(() => undefined);
  }

  override async roomInvitationAccept(id: string): Promise<void> {
    this.#tell({ tells: 'accepted', server: this.#server, invitation: id });
  }

  override async roomInvitationRawPayload(id: string): Promise<PUPPET.payloads.RoomInvitation> {
    const invitation = this.#invitations.get(id);
    if (invitation === undefined) throw new Error(`no invitation ${id}`);
    const { inviter, topic } = invitation;
    return {
      id,
      inviterId: inviter,
      topic,
      avatar: '',
      invitation: '',
      memberCount: 0,
      memberIdList: [],
      timestamp: Date.now(),
      receiverId: botId,
    };
  }
}
