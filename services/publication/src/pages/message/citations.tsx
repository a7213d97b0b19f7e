import { useLanguage, Written } from '@wenzheng/page-frame';
import { datesIn, type Language } from '@wenzheng/wording';
import { documentsIn, type Citations } from '../../policy-document/citations.rules.js';
import { documentPath } from '../../policy-document/policy-document.rules.js';

/** A reply's words, in which each policy document that is cited leads to its page. */
export function CitingText({ text, citations }: { text: string; citations: Citations }) {
  const found = citations.in(text);
  return (
    <>
      {found.map(({ from, to, document }, index) => (
        <>
          {text.slice(found[index - 1]?.to ?? 0, from)}
          <a href={documentPath(document.documentId)}>{text.slice(from, to)}</a>
        </>
      ))}
      {text.slice(found.at(-1)?.to ?? 0)}
    </>
  );
}

const words: Readonly<Record<Language, { cited: string; then: string; repealedFrom: (date: string) => string }>> = {
  zh: { cited: '引用政策：', then: '；', repealedFrom: (date) => `（自${date}起废止）` },
  en: { cited: 'Policies cited: ', then: '; ', repealedFrom: (date) => ` (repealed from ${date})` },
};

/** 引用政策 */
export function CitedDocuments({ text, citations }: { text: string; citations: Citations }) {
  const language = useLanguage();
  const { cited, then, repealedFrom } = words[language];
  const documents = documentsIn(citations, [text]);
  if (documents.length === 0) return null;
  return (
    <p>
      {cited}
      {documents.map(({ documentId, title, number, repealedOn }, index) => (
        <>
          {index > 0 ? then : ''}
          <a href={documentPath(documentId)}><Written>{`《${title}》${number ? `（${number}）` : ''}`}</Written></a>
          {repealedOn ? repealedFrom(datesIn[language].full(repealedOn)) : ''}
        </>
      ))}
    </p>
  );
}
