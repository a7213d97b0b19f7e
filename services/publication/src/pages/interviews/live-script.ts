import { createHash } from 'node:crypto';

/** Tells of new answers in a polite line; the reader decides when the page moves. Without it the page has a link that does the same. */
const source = `const live = document.querySelector('[data-live]');
const news = live.querySelector('[data-news]');
const events = new EventSource(live.dataset.live);
events.addEventListener('counts', ({ data }) => {
  const { answered, isOver } = JSON.parse(data);
  const more = answered - Number(live.dataset.answered);
  if (isOver) events.close();
  if (more <= 0 && !isOver) return;
  const link = document.createElement('a');
  link.href = location.pathname;
  link.textContent = isOver ? '访谈已结束，点击查看实录' : '有' + more + '条新答复，点击显示';
  news.replaceChildren(link);
});
`;
const file = `live.${createHash('sha256').update(source).digest('hex').slice(0, 12)}.js`;

export const liveScript = { file, path: `/interview-scripts/${file}`, source };
