/** Limits of the house's own manners. What an office may want to change is in config/; these keep the code honest. */

/** Characters of one answer or reason. WeChat cuts at 2,000; longer words belong into a file. */
export const WORDS_LIMIT = 2000;

/** Lines of one list on a phone; the total is always said. */
export const LIST_LINES = 15;

/** Tickets one sentence may act on. */
export const TICKETS_AT_ONCE = 20;

/** A unit with fewer tickets in the period is not ranked: one ticket more or less would turn its place. */
export const RANKED_FROM = 5;
