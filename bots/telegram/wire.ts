import { z } from 'zod';

/**
 * The part of the Bot API's Update that we read, checked where it comes in.
 * Service messages are listed because "a kind we do not know" must still reach people as a message.
 */
export const User = z.object({
  id: z.int(),
  is_bot: z.boolean(),
  first_name: z.string(),
  last_name: z.string().optional(),
  username: z.string().optional(),
});
export type User = z.infer<typeof User>;

export const Chat = z.object({
  id: z.int(),
  type: z.enum(['private', 'group', 'supergroup', 'channel']),
  title: z.string().optional(),
  username: z.string().optional(),
});
export type Chat = z.infer<typeof Chat>;

const Entity = z.object({ type: z.string(), offset: z.int().nonnegative(), length: z.int().nonnegative(), user: User.optional() });
export type Entity = z.infer<typeof Entity>;

const File = z.object({
  file_id: z.string().min(1).max(1024),
  file_size: z.number().nonnegative().optional(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
});
export type File = z.infer<typeof File>;

const Photo = File.extend({ width: z.int(), height: z.int() });

/** Content that has no text of its own, and the word that stands for it. */
export const placeholders = {
  sticker: '[贴纸]',
  poll: '[投票]',
  dice: '[骰子]',
  game: '[游戏]',
  story: '[动态]',
  contact: '[名片]',
  venue: '[位置]',
  location: '[位置]',
} as const;

export const serviceKeys = [
  'left_chat_member',
  'new_chat_title',
  'new_chat_photo',
  'delete_chat_photo',
  'group_chat_created',
  'supergroup_chat_created',
  'channel_chat_created',
  'message_auto_delete_timer_changed',
  'migrate_from_chat_id',
  'pinned_message',
  'invoice',
  'successful_payment',
  'users_shared',
  'user_shared',
  'chat_shared',
  'connected_website',
  'write_access_allowed',
  'passport_data',
  'proximity_alert_triggered',
  'boost_added',
  'chat_background_set',
  'forum_topic_created',
  'forum_topic_edited',
  'forum_topic_closed',
  'forum_topic_reopened',
  'general_forum_topic_hidden',
  'general_forum_topic_unhidden',
  'giveaway_created',
  'giveaway',
  'giveaway_winners',
  'giveaway_completed',
  'video_chat_scheduled',
  'video_chat_started',
  'video_chat_ended',
  'video_chat_participants_invited',
  'web_app_data',
] as const;

const present = z.unknown().optional();

const Content = z.object({
  message_id: z.int(),
  message_thread_id: z.int().optional(),
  is_topic_message: z.boolean().optional(),
  date: z.int(),
  edit_date: z.int().optional(),
  chat: Chat,
  from: User.optional(),
  sender_chat: Chat.optional(),
  text: z.string().optional(),
  entities: z.array(Entity).optional(),
  caption: z.string().optional(),
  caption_entities: z.array(Entity).optional(),
  photo: z.array(Photo).optional(),
  document: File.optional(),
  animation: File.optional(),
  audio: File.optional(),
  voice: File.optional(),
  video: File.optional(),
  video_note: File.optional(),
  sticker: present,
  poll: present,
  dice: present,
  game: present,
  story: present,
  contact: z.object({ first_name: z.string(), last_name: z.string().optional(), phone_number: z.string() }).optional(),
  venue: z.object({ title: z.string(), address: z.string() }).optional(),
  location: z.object({ latitude: z.number(), longitude: z.number() }).optional(),
});
export type Content = z.infer<typeof Content>;

export const Message = Content.extend({
  reply_to_message: Content.optional(),
  external_reply: present,
  quote: z.object({ text: z.string() }).optional(),
  new_chat_members: z.array(User).optional(),
  migrate_to_chat_id: z.int().optional(),
}).loose();
export type Message = z.infer<typeof Message>;

const CallbackQuery = z.object({
  id: z.string().min(1),
  from: User,
  /** Telegram sends an old message without its content; its chat and id are always there. */
  message: z.object({ message_id: z.int(), chat: Chat }).optional(),
  data: z.string().optional(),
});
export type CallbackQuery = z.infer<typeof CallbackQuery>;

const MyChatMember = z.object({ chat: Chat, from: User, date: z.int(), new_chat_member: z.object({ status: z.string() }) });
export type MyChatMember = z.infer<typeof MyChatMember>;

export const UpdateId = z.object({ update_id: z.int().nonnegative() });

export const Update = UpdateId.extend({
  message: Message.optional(),
  edited_message: Message.optional(),
  callback_query: CallbackQuery.optional(),
  my_chat_member: MyChatMember.optional(),
});
export type Update = z.infer<typeof Update>;
