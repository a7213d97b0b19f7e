import { businessDateOf } from '@wenzheng/working-days';
import { channelWords, dateWords, kindWords } from '@wenzheng/wording';
import type { Offices } from '../numbering/offices.rules.js';
import { renderPaper } from '../paper/paper.js';
import type { UrgingOrderEntity } from './urging-order.entity.js';
import type { OrderItem } from './urging-order.schema.js';

/** 督办单 to print. It shows numbers and dates of the messages, and none of their words. */
export function orderPaper(order: UrgingOrderEntity, items: readonly OrderItem[], offices: Offices): string {
  const { title, unit, coUnits, basis, instruction, requirement, answerBy, contact, copies, number, signatory, signedAt } = order;
  return renderPaper({
    head: `${offices.supervisionOffice}督办单`,
    number,
    signatory,
    title,
    to: unit?.name ?? null,
    body: (
      <>
        {coUnits.length > 0 ? <p>协办单位：{coUnits.map(({ name }) => name).join('、')}。</p> : null}
        <h2>一、督办事项</h2>
        <ItemTable items={items} />
        <h2>二、督办依据</h2>
        <p>{basis}</p>
        {instruction ? (
          <>
            <h2>领导批示</h2>
            <p>{instruction}</p>
          </>
        ) : null}
        <h2>三、办理要求</h2>
        <p>{requirement}</p>
        <p>请于{answerBy ? dateWords(answerBy) : '签发后第3个工作日'}前（含当日）签收、办理并反馈。联系人：{contact ?? '（签发前填写）'}。</p>
      </>
    ),
    attachments: [],
    from: offices.supervisionOffice,
    on: signedAt && businessDateOf(signedAt),
    copies,
    printedBy: offices.supervisionOffice,
  });
}

function ItemTable({ items }: { items: readonly OrderItem[] }) {
  return (
    <table>
      <thead>
        <tr>
          {['受理编号', '受理日', '应答复日', '最迟答复日', '超期'].map((name) => <th key={name} scope="col">{name}</th>)}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.messageId}>
            <td>
              <span class="nowrap">{item.messageNumber}</span>
              <br />
              {channelWords.zh[item.channel]}
              {item.kind ? ` · ${kindWords.zh[item.kind]}` : ''}
            </td>
            <td class="date">{dateWords(item.registeredOn)}</td>
            <td class="date">{item.dueOn ? `${dateWords(item.dueOn)}${item.provisional ? '（暂定）' : ''}` : '—'}</td>
            <td class="date">{item.finalDueOn ? dateWords(item.finalDueOn) : '—'}</td>
            <td class="nowrap">{item.daysOverdue === null ? '未超期' : `${item.daysOverdue}个工作日`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
