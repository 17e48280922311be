import { mask } from '../understand/mask.ts';
import { fold, visible } from '../understand/normalize.ts';
import { summarize } from '../understand/summary.ts';

/** So much of a summary must be said in the text, character by character; the rest is how one puts it. */
const GROUNDED = 0.7;
/** Words that tell what became of a matter or what somebody promised. In a list they read as the house's own. */
const STANDING =
  /已?(?:办结|解决|销号|答复|批准|同意|退款|到账|受理|核实|撤单|归档|满意|升级|授权)|不予|无需|管理员|权限|done|closed|resolved/gi;
const SPEAKS = /https?:|www\.|[@<>{}[\]|`$]|\.(?:com|cn|net|top|xyz)\b/i;

/**
 * A model's summary, or null where it says more than the text: a link, a call, a number or a verdict that nobody wrote. A model
 * talked into advertising or promising must not speak in our lists.
 */
export function soberSummary(summary: string, text: string): string | null {
  const line = summarize(summary);
  if (line === '' || SPEAKS.test(summary.replace(/\[[一-龥]{2,6}\]/g, ''))) return null;
  const said = fold(mask(visible(text)).text);
  const told = fold(line);
  if ((told.match(STANDING) ?? []).some((word) => !said.includes(word))) return null;
  if ((told.match(/\d+/g) ?? []).some((digits) => !said.includes(digits))) return null;
  const letters = [...told].filter((one) => /[\p{L}\p{N}]/u.test(one));
  const known = letters.filter((one) => said.includes(one));
  return letters.length > 0 && known.length >= GROUNDED * letters.length ? line : null;
}
