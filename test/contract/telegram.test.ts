import { channelContract } from './channel-contract.ts';
import { telegramByPolling, telegramByWebhook } from './telegram-world.ts';

channelContract('telegram by polling', telegramByPolling);
channelContract('telegram by webhook', telegramByWebhook);
