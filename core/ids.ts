import { z } from 'zod';

/**
 * Branded ids. An id is made only by parsing, so a chat's id can never stand where a ticket's number is wanted.
 * Wire ids are opaque outside the channel that made them.
 */
export const TicketNumber = z.int().positive().brand<'TicketNumber'>();
export type TicketNumber = z.infer<typeof TicketNumber>;

export const InboxId = z.int().positive().brand<'InboxId'>();
export type InboxId = z.infer<typeof InboxId>;

export const OutboxId = z.int().positive().brand<'OutboxId'>();
export type OutboxId = z.infer<typeof OutboxId>;

export const ChatId = z.int().positive().brand<'ChatId'>();
export type ChatId = z.infer<typeof ChatId>;

export const MemberId = z.int().positive().brand<'MemberId'>();
export type MemberId = z.infer<typeof MemberId>;

export const TriageId = z.int().positive().brand<'TriageId'>();
export type TriageId = z.infer<typeof TriageId>;

/** A code of `config/departments.yaml`, e.g. `environment`. */
export const DepartmentCode = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .brand<'DepartmentCode'>();
export type DepartmentCode = z.infer<typeof DepartmentCode>;

/** A stable key of `config/enterprises.yaml`, e.g. `lanqi-fishing`. */
export const EnterpriseKey = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .brand<'EnterpriseKey'>();
export type EnterpriseKey = z.infer<typeof EnterpriseKey>;

/** The folder name of a channel under `bots/`, e.g. `telegram`. */
export const ChannelName = z
  .string()
  .regex(/^[a-z][a-z0-9-]*$/)
  .brand<'ChannelName'>();
export type ChannelName = z.infer<typeof ChannelName>;
