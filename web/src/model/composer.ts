import { computed, type Ref, ref } from 'vue';
import { FILES_LIMIT, type FileRef, type Message, type Person, TEXT_LIMIT } from '../../../bots/webchat/api.ts';
import type { Api } from '../api/calls.ts';
import { sentenceOf } from '../api/http.ts';
import { sizeOf } from '../text/size.ts';
import { mentionedIn } from './mention.ts';

export interface Attachment {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  /** For a picture, to show before it is sent. */
  readonly preview: string | null;
  readonly state: 'uploading' | 'ready' | 'failed';
  readonly file: FileRef | null;
  readonly why: string | null;
}

export interface Written {
  readonly text: string;
  readonly quote: Message | null;
  readonly mentions: readonly string[];
  readonly files: readonly FileRef[];
}

/** What one is about to say in one chat; kept while one looks at another. */
export interface Composer {
  readonly text: Ref<string>;
  readonly quote: Ref<Message | null>;
  /** The own message being rewritten. */
  readonly editing: Ref<Message | null>;
  readonly attachments: Ref<readonly Attachment[]>;
  readonly tooLong: Ref<boolean>;
  readonly ready: Ref<boolean>;
  attach(files: Iterable<File>): void;
  detach(id: string): void;
  reply(message: Message): void;
  rewrite(message: Message): void;
  cancel(): void;
  /** Empties it and hands over what was written; null: nothing to send yet. */
  take(people: readonly Person[]): Written | null;
}

export interface ComposerParts {
  readonly api: Pick<Api, 'upload'>;
  readonly fileBytes: number;
  readonly onTrouble: (sentence: string) => void;
}

export function createComposer({ api, fileBytes, onTrouble }: ComposerParts): Composer {
  const text = ref('');
  const quote = ref<Message | null>(null);
  const editing = ref<Message | null>(null);
  const attachments = ref<readonly Attachment[]>([]);
  const tooLong = computed(() => text.value.length > TEXT_LIMIT);
  const ready = computed(() => {
    const uploaded = attachments.value.every((one) => one.state === 'ready');
    return uploaded && !tooLong.value && (text.value.trim() !== '' || attachments.value.length > 0);
  });

  const change = (id: string, part: Partial<Attachment>): void => {
    attachments.value = attachments.value.map((one) => (one.id === id ? { ...one, ...part } : one));
  };

  async function upload(id: string, file: File): Promise<void> {
    try {
      change(id, { state: 'ready', file: await api.upload(file) });
    } catch (error) {
      change(id, { state: 'failed', why: sentenceOf(error) });
      onTrouble(sentenceOf(error));
    }
  }

  function add(file: File): void {
    if (file.size > fileBytes) return onTrouble(`“${file.name}”超过 ${sizeOf(fileBytes)}，发不出去。`);
    if (attachments.value.length >= FILES_LIMIT) return onTrouble(`一次最多发 ${FILES_LIMIT} 个文件。`);
    const id = crypto.randomUUID();
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null;
    attachments.value = [
      ...attachments.value,
      { id, name: file.name, size: file.size, preview, state: 'uploading', file: null, why: null },
    ];
    void upload(id, file);
  }

  function empty(): void {
    for (const one of attachments.value) if (one.preview) URL.revokeObjectURL(one.preview);
    attachments.value = [];
    text.value = '';
    quote.value = null;
    editing.value = null;
  }

  return {
    text,
    quote,
    editing,
    attachments,
    tooLong,
    ready,
    attach(files) {
      for (const file of files) add(file);
    },
    detach(id) {
      const gone = attachments.value.find((one) => one.id === id);
      if (gone?.preview) URL.revokeObjectURL(gone.preview);
      attachments.value = attachments.value.filter((one) => one.id !== id);
    },
    reply(message) {
      if (editing.value) empty();
      quote.value = message;
    },
    rewrite(message) {
      empty();
      editing.value = message;
      text.value = message.text;
    },
    cancel() {
      if (editing.value) empty();
      quote.value = null;
    },
    take(people) {
      if (!ready.value) return null;
      const files = attachments.value.flatMap((one) => one.file ?? []);
      const written = { text: text.value.trim(), quote: quote.value, mentions: mentionedIn(text.value, people), files };
      empty();
      return written;
    },
  };
}
