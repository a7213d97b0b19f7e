import { attachmentTypeWords, fileSizeWords } from '@wenzheng/wording';
import type { MessageView } from '../../message/message-view.rules.js';

/** Each is saved, never shown in place. The writer sees all that were kept, and which of them nobody else does. */
export function Attachments({ message, isWriter }: { message: MessageView; isWriter: boolean }) {
  if (message.attachments.length === 0) return null;
  return (
    <section aria-labelledby="attachments">
      <h2 id="attachments">附件</h2>
      <ul>
        {message.attachments.map(({ attachmentId, name, mediaType, size, isReleased }) => (
          <li key={attachmentId}>
            <a href={`${isWriter ? '/query/message' : ''}/attachments/${attachmentId}`} download><bdi>{name}</bdi></a>
            <span class="meta">{` ${attachmentTypeWords.zh[mediaType]}，${fileSizeWords(size)}${isReleased ? '' : '，未公开，仅您本人可见'}`}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
