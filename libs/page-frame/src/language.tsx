import { createContext } from 'preact';
import { useContext } from 'preact/hooks';

/** Chinese is what the city speaks; English is for those who ask for it. */
export type Language = 'zh' | 'en';

/** As `lang` and `Content-Language` say it. */
export const languageTags: Readonly<Record<Language, string>> = { zh: 'zh-CN', en: 'en' };

/** What the part of the page speaks in which a component stands: Chinese wherever a page has no English. */
export const Speaking = createContext<Language>('zh');
export const useLanguage = (): Language => useContext(Speaking);

/** For words in Chinese, whoever wrote them, among others: nothing where all is Chinese. */
export const inChinese = (language: Language): { lang?: string } => (language === 'zh' ? {} : { lang: languageTags.zh });

/** What people or units wrote, as they wrote it, among our own words: it turns no direction around it, and is read in its own language. */
export function Written({ children }: { children: string }) {
  return <bdi {...inChinese(useLanguage())}>{children}</bdi>;
}
