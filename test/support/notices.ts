import type { NoticePolicy } from '../../core/delivery/hold.ts';

export const officeNotices: NoticePolicy = { windowMinutes: 5, bundleSeconds: 15, quiet: { from: '21:00', to: '07:30' } };
