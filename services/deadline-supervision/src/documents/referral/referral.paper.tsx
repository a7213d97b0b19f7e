import { businessDateOf } from '@wenzheng/working-days';
import { Timeline } from '../dossier/dossier.paper.js';
import type { Offices } from '../numbering/offices.rules.js';
import { renderPaper } from '../paper/paper.js';
import type { ReferralEntity } from './referral.entity.js';

/** 移送函 to print, with the dossiers that it carries as annexes. */
export function referralPaper(referral: ReferralEntity, offices: Offices): string {
  const { title, number, signatory, unit, messageIds, delay, impact, proposal, copies, signedAt, dossiers } = referral;
  return renderPaper({
    head: `${offices.supervisionOffice}文件`,
    number,
    signatory,
    title,
    to: offices.inspectionBureau,
    body: (
      <>
        <p>
          {unit?.name ?? '（承办单位）'}承办的{messageIds.length}件网民留言，久拖不予解决、造成重大影响。依据淮府办〔2011〕118号文件“对久拖不予解决、造成重大影响的，依法依纪予以处理”的规定，现予移送。
        </p>
        <h2>一、久拖不予解决的情况</h2>
        <p>{delay ?? '（签发前填写）'}</p>
        <h2>二、造成重大影响的情况</h2>
        <p>{impact ?? '（签发前填写）'}</p>
        {proposal ? (
          <>
            <h2>三、处理建议</h2>
            <p>{proposal}</p>
          </>
        ) : null}
      </>
    ),
    attachments: (dossiers ?? []).map(({ messageNumber }) => `${messageNumber}办理卷宗`),
    from: offices.supervisionOffice,
    on: signedAt && businessDateOf(signedAt),
    copies,
    printedBy: offices.supervisionOffice,
    annexes: (dossiers ?? []).map((dossier, index) => (
      <section class="annex" key={dossier.messageId}>
        <h2>附件{index + 1}　{dossier.messageNumber}办理卷宗</h2>
        <Timeline dossier={dossier} />
      </section>
    )),
  });
}
