import { type InjectionKey, inject } from 'vue';
import type { FileRef, Message } from '../../../bots/webchat/api.ts';
import type { Pictures } from './files.ts';
import type { Messenger } from './messenger.ts';

export const messengerKey: InjectionKey<Messenger> = Symbol('messenger');
export const picturesKey: InjectionKey<Pictures> = Symbol('pictures');
export const deedsKey: InjectionKey<Deeds> = Symbol('deeds');

/** What a message can ask of the conversation around it. */
export interface Deeds {
  menu(message: Message, x: number, y: number): void;
  picture(file: FileRef): void;
  jump(id: number): void;
  insert(text: string): void;
}

export function use<T>(key: InjectionKey<T>): T {
  const found = inject(key);
  if (found === undefined) throw new Error('used outside of the messenger');
  return found;
}
