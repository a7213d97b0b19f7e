import { describe, expect, it } from '@jest/globals';
import { heading, paragraph } from '../paper.js';
import { samplePaper } from '../paper.fixture.js';
import { paperPage } from './page.js';

const words = (page: string) => page.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '');

describe('the page', () => {
  it('shows every part, and 签发人 where there is one alone', () => {
    const page = words(paperPage({ ...samplePaper, blocks: [heading('一、督办事项'), paragraph('内容')], attachments: ['办理卷宗'], annexes: [{ title: '办理卷宗', isWide: false, blocks: [paragraph('经过')] }] }));
    for (const part of ['淮岭市人民政府督查室', '淮督〔2026〕12号', '市住房和城乡建设局：', '一、督办事项', '内容', '附件：办理卷宗', '2026年9月19日', '抄送：市政府办公室。', '经过']) expect(page).toContain(part);
    expect(page).not.toMatch(/签发人|印发|无。/);
    expect(words(paperPage({ ...samplePaper, form: 'document', signatory: '张三' }))).toContain('签发人：张三');
  });

  it('escapes whatever it is given, and says nothing in style attributes', () => {
    const hostile = '<script>alert(1)</script>"><img src=x onerror=alert(1)>';
    const page = paperPage({ ...samplePaper, mark: hostile, number: hostile, title: hostile, to: hostile, blocks: [paragraph(hostile)], from: hostile, copies: [hostile] });
    expect(page).not.toMatch(/<script|<img|style="/);
  });

  it('of a draft says that it is one', () => {
    expect(paperPage({ ...samplePaper, isDraft: true, on: null })).toMatch(/class="letter draft"/);
    expect(words(paperPage({ ...samplePaper, isDraft: true, on: null }))).toContain('（草稿）');
  });
});
