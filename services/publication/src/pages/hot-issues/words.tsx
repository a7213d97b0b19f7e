import { dateWords } from '@wenzheng/wording';
import { businessDateOf } from '@wenzheng/working-days';
import type { PublicHotIssue } from '../../hot-issue/hot-issue.reader.js';

export const hotIssuePath = (id: string): string => `/hot-issues/${id}`;

export const confirmedOn = ({ confirmedAt }: Pick<PublicHotIssue, 'confirmedAt'>): string => dateWords(businessDateOf(new Date(confirmedAt)));

export function HotIssueList({ issues }: { issues: readonly PublicHotIssue[] }) {
  return (
    <ul class="list">
      {issues.map((issue) => (
        <li key={issue.issueId}>
          <h3><a href={hotIssuePath(issue.issueId)}><bdi>{issue.title}</bdi></a></h3>
          <p class="meta">{`${issue.people}人反映，共${issue.messages}件 · ${confirmedOn(issue)}确认`}</p>
        </li>
      ))}
    </ul>
  );
}
