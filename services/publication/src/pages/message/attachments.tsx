import { useLanguage } from '@wenzheng/page-frame';
import { attachmentTypeWords, fileSizeWords } from '@wenzheng/wording';
import type { ReplyAttachmentView } from '../../message/attachments.rules.js';
import type { MessageView } from '../../message/message-view.rules.js';
import { messageWords } from './words.js';

type File = ReplyAttachmentView & { isReleased?: boolean };

/** Each is saved, never shown in place. The writer sees all that were kept, and which of them nobody else does. */
export function Attachments({ message, isWriter }: { message: MessageView; isWriter: boolean }) {
  const words = messageWords[useLanguage()];
  if (message.attachments.length === 0) return null;
  return (
    <section aria-labelledby="attachments">
      <h2 id="attachments">{words.attachments}</h2>
      <Files files={message.attachments} isWriter={isWriter} />
    </section>
  );
}

/** 答复的附件, below its words. */
export function ReplyFiles({ files, isWriter }: { files: readonly ReplyAttachmentView[]; isWriter: boolean }) {
  const words = messageWords[useLanguage()];
  if (files.length === 0) return null;
  return (
    <>
      <p>{words.attached}</p>
      <Files files={files} isWriter={isWriter} />
    </>
  );
}

function Files({ files, isWriter }: { files: readonly File[]; isWriter: boolean }) {
  const language = useLanguage();
  const words = messageWords[language];
  return (
    <ul>
      {files.map(({ attachmentId, name, mediaType, size, isReleased }) => (
        <li key={attachmentId}>
          <a href={`${isWriter ? '/query/message' : ''}/attachments/${attachmentId}`} download><bdi>{name}</bdi></a>
          <span class="meta">{` ${attachmentTypeWords[language][mediaType]}${words.separator}${fileSizeWords(size)}${isReleased === false ? words.ownOnly : ''}`}</span>
        </li>
      ))}
    </ul>
  );
}
