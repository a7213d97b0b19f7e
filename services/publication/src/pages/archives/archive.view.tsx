import { Breadcrumb, renderPage, type Site } from '@wenzheng/page-frame';
import { fileSizeWords } from '@wenzheng/wording';
import type { Archive } from '../../archive/archives.service.js';
import { changeWords, type Change } from '../../archive/changes.rules.js';
import type { Content } from '../../archive/package.rules.js';
import { Instant } from '../../portal/parts.js';

const sections = { interview: { path: '/interviews', name: '在线访谈', current: 'interviews' }, forum: { path: '/forums', name: '网民座谈会', current: 'forums' } } as const satisfies Record<Content['kind'], object>;

export function archivePage({ site, archive }: { site: Site; archive: Archive }): string {
  const { content: { kind, number, title, sums }, edition, packed } = archive;
  const section = sections[kind];
  const path = `${section.path}/${encodeURIComponent(number)}`;
  return renderPage({
    site,
    title: `《${title}》归档包`,
    current: section.current,
    children: (
      <>
        <Breadcrumb path={[{ href: '/', name: '首页' }, { href: section.path, name: section.name }, { href: path, name: title }]} here="归档包" />
        <h1>{`《${title}》归档包`}</h1>
        <p class="reading">{`${content(kind)}个人信息已经隐去；不公开的内容只列编号和办理结果。内容没有变化时，归档包每次生成都完全相同；内容有变化时生成新版，并说明原因。`}</p>
        <dl class="facts">
          <dt>编号</dt><dd>{number}</dd>
          <dt>版本</dt><dd>{`第${edition.version}版`}</dd>
          <dt>生成时间</dt><dd><Instant at={new Date(edition.madeAt)} /></dd>
          <dt>SHA-256</dt><dd><Digest sha256={packed.sha256} /></dd>
        </dl>
        <p><a class="button" href={`${path}/archive.zip`} download>{`下载归档包（ZIP，${fileSizeWords(packed.zip.length)}）`}</a></p>
        <section aria-labelledby="sums">
          <h2 id="sums">统计</h2>
          {sums.map((sum) => <p key={sum}>{sum}</p>)}
        </section>
        <section aria-labelledby="files">
          <h2 id="files">文件</h2>
          <ul class="list">
            {packed.files.map(({ path: file, about, bytes, sha256 }) => (
              <li key={file}>
                <h3>{file}</h3>
                <p>{`${about}，${fileSizeWords(bytes)}`}</p>
                <p class="meta">SHA-256 <Digest sha256={sha256} /></p>
              </li>
            ))}
          </ul>
        </section>
        <section class="reading" aria-labelledby="check">
          <h2 id="check">怎样核对</h2>
          <ol>
            <li>下载后计算归档包的SHA-256，应当与本页公布的一致。</li>
            <li>解压后在文件夹内核对各个文件。</li>
            <li>用平台公开的程序逐项复算：重新统计、重新生成全文，并指出不一致的地方。以上都不需要联网。</li>
          </ol>
          <pre class="scroll" tabIndex={0}>{`sha256sum ${number}.zip\nunzip ${number}.zip -d ${number} && cd ${number} && sha256sum -c SHA256SUMS\nnpm run verify:archive -- ${number}.zip`}</pre>
        </section>
        <section aria-labelledby="versions">
          <h2 id="versions">版本</h2>
          <ol class="timeline">
            {[...edition.earlier, { version: edition.version, madeAt: edition.madeAt, sha256: packed.sha256, changes: edition.changes }].toReversed().map(({ version, madeAt, sha256, changes }) => (
              <li key={version}>
                <Instant at={new Date(madeAt)} />
                <p><strong>{`第${version}版`}</strong>{version < edition.version ? '，已被后一版取代，不再提供下载' : ''}</p>
                <Reasons version={version} changes={changes} />
                <p class="meta">SHA-256 <Digest sha256={sha256} /></p>
              </li>
            ))}
          </ol>
        </section>
      </>
    ),
  });
}

const content = (kind: Content['kind']): string =>
  kind === 'interview' ? '归档包收录这场访谈的预告、辅导、到场情况、实录，以及全部提问、办理状态和公开的答复。' : '归档包收录这场座谈会的公告、报名人数、抽签、到场人数、纪要，以及会前来信和转为留言办理的意见。';

function Reasons({ version, changes }: { version: number; changes: readonly Change[] }) {
  return <>{version === 1 ? <p>首次归档。</p> : changeWords(changes).map((words) => <p key={words}>{words}</p>)}</>;
}

const Digest = ({ sha256 }: { sha256: string }) => <code>{sha256}</code>;
