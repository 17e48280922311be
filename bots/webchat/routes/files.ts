import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HouseError } from '../../../core/errors.ts';
import type { WebchatFile } from '../../../prisma/store/webchat-desk.ts';
import { FileParam, type FileRef } from '../api.ts';
import { fileToken } from '../encode.ts';
import { cleanName, imageType, recognise } from '../files.ts';
import type { Desk } from '../ports.ts';
import { createQueues } from '../queues.ts';
import { changesAMinute } from '../quota.ts';
import { roomFor, type Viewer } from '../rooms.ts';
import { signedIn } from '../sessions.ts';

/** So many of the largest files may wait to be posted; the rest of the database is not for storing things. */
const LOOSE_FILES = 20;
const UNTRUSTED = "default-src 'none'; sandbox";

/** Pictures and documents: in by anybody signed in, out only for who sees the chat they were posted in. */
export function fileRoutes(app: FastifyInstance, desk: Desk): void {
  const { store, settings, clock } = desk;
  /** One at a time of one person: many at once would each find room, and each be held in memory. */
  const uploading = createQueues();

  app.post('/api/files', changesAMinute(desk, settings.uploadsPerMinute), async (request): Promise<FileRef> => {
    const viewer = await signedIn(request, desk);
    return uploading.run(viewer.key, () => upload(request, viewer));
  });

  async function upload(request: FastifyRequest, viewer: Viewer): Promise<FileRef> {
    const part = await request.file();
    if (!part) throw new HouseError('empty', '没有选择文件。');
    const content = Uint8Array.from(await part.toBuffer());
    if (content.byteLength === 0) throw new HouseError('empty', '这个文件是空的。');
    if ((await store.looseBytes(viewer.key)) + content.byteLength > LOOSE_FILES * settings.fileBytes) {
      throw new HouseError('too_many', '上传了没有发出的文件太多了，请先发送，或明天再试。');
    }
    const name = cleanName(part.filename);
    const file = { token: fileToken(), name, ...recognise(name, content) };
    await store.addFile({ ...file, uploader: viewer.key, content, at: clock.now() });
    return { ...file, size: content.byteLength };
  }

  app.get('/api/files/:token', async (request, reply) => {
    const viewer = await signedIn(request, desk);
    const { token } = FileParam.parse(request.params);
    const [file] = await store.files([token]);
    const content = file && (await maySee(viewer, file, desk)) ? await store.fileContent(token) : null;
    if (!file || !content) throw new HouseError('no_such_file', '没有这个文件，或者您不能查看。');
    // Only what is a picture by its bytes is shown in place; anything else could be a page in disguise.
    const image = imageType(content);
    return reply
      .header('content-type', image ?? 'application/octet-stream')
      .header(
        'content-disposition',
        `${image ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`,
      )
      .header('content-security-policy', UNTRUSTED)
      .header('cache-control', 'private, max-age=3600')
      .send(Buffer.from(content));
  });
}

async function maySee(viewer: Viewer, file: WebchatFile, { store, directory }: Desk): Promise<boolean> {
  if (file.messageId === null) return file.uploader === viewer.key;
  const home = await store.fileHome(file.messageId);
  return home !== null && !home.recalled && roomFor(viewer, home.chat, await directory()) !== null;
}
