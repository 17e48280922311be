import QRCode from 'qrcode';

/** Where the login stands; `scan` holds the text of the code to show. */
export type QrState =
  | { readonly kind: 'none' }
  | { readonly kind: 'scan'; readonly text: string }
  | { readonly kind: 'scanned' }
  | { readonly kind: 'logged-in'; readonly name: string };

export async function terminalQr(text: string): Promise<string> {
  const code = await QRCode.toString(text, { type: 'terminal', small: true });
  return `${code}\n请用机器人的微信账号扫描上面的二维码,并在手机上确认登录。\n`;
}

export function svgQr(text: string): Promise<string> {
  return QRCode.toString(text, { type: 'svg', margin: 2, width: 280, errorCorrectionLevel: 'M' });
}
