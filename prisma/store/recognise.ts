import type { ChatRef } from '../../core/channel.ts';
import type { ChatRole } from '../../core/directory.ts';
import type { ChannelName, DepartmentCode } from '../../core/ids.ts';

/** What the configuration knows a chat to be, at first sight of it. */
export type Recognise = (channel: ChannelName, chat: ChatRef) => { role: ChatRole; department: DepartmentCode | null };
