import { Buffer } from 'node:buffer';
import { describe, expect, it } from '@jest/globals';
import { growthOf, material, readJsonLines } from '@wenzheng/testing';
import { harms, harmsIn, type HarmCode } from './harm.rules.js';

const codes = (text: string, title = '来信'): HarmCode[] => harmsIn({ title, text }).map(({ code }) => code);

/** UTF-8 that somebody's program has read as something else. */
const misread = (text: string, encoding: 'gbk' | 'latin1'): string => new TextDecoder(encoding === 'gbk' ? 'gbk' : 'windows-1252').decode(Buffer.from(text));

describe('what is held until somebody has looked', () => {
  it.each<[HarmCode, string]>([
    ['advertising', '专业代开发票，各行各业均可，量大优惠，加微信kaipiao888详询'],
    ['advertising', '无抵押信用贷款，当天放款，利息低，联系电话13812345678'],
    ['advertising', '诚招刷单兼职，日赚300元，轻松赚，扫码进群'],
    ['advertising', '【开业大酬宾】健身房全场五折优惠，限时抢购，咨询热线400-123-4567'],
    ['advertising', '祖传秘方根治风湿，包治各种疑难杂症，欢迎来电13987654321'],
    ['advertising', '成人学历提升，包过，免费试用，点击链接http://xx.example.top报名'],
    ['abuse', '你们这帮人就是傻逼，什么都不干'],
    ['abuse', '局长你个狗日的，不得好死'],
    ['abuse', '再不解决老子砍死你'],
    ['abuse', '操 你 妈的，天天踢皮球'],
    ['abuse', '一群废物，吃屎的蠢猪，人渣'],
    ['unreadable', '锟斤拷锟斤拷锟斤拷'],
    ['unreadable', misread('和平路的路灯坏了好几天了，请尽快维修，晚上走路很不安全。', 'gbk')],
    ['unreadable', misread('和平路的路灯坏了好几天了，请尽快维修，晚上走路很不安全。', 'latin1')],
    ['unreadable', '����������������'],
    ['unreadable', 'asdkjfhqwkjzxcvb sdkfjhskdjfh'],
    ['unreadable', '啊啊啊啊啊啊啊啊啊啊啊啊'],
  ])('%s: %s', (code, text) => {
    expect(codes(text)).toContain(code);
    expect(harms[code].treatment).toBe('held');
  });
});

describe('what is private until somebody has looked', () => {
  it.each<[HarmCode, string]>([
    ['minor', '我儿子在学校被同学殴打，老师不管'],
    ['minor', '某幼儿园老师虐待小朋友，孩子身上有伤'],
    ['minor', '小区里有女童被猥亵，请尽快调查'],
    ['minor', '我女儿今年8岁，想咨询转学手续'],
    ['health', '我母亲患有尿毒症，每周透析三次，报销比例太低'],
    ['health', '本人身患癌症，生活困难，想申请救助'],
    ['health', '丈夫去年确诊肺结核，单位要辞退他'],
    ['health', '我是精神分裂症患者家属，我爱人有精神病'],
    ['third-person', '村支书王建国侵占集体土地'],
    ['third-person', '三年级班主任李小梅，收受家长礼品'],
    ['third-person', '老板赵大勇拖欠工资，已经半年'],
    ['third-person', '我的邻居叫做钱三多，天天半夜装修'],
  ])('%s: %s', (code, text) => {
    expect(codes(text)).toContain(code);
    expect(harms[code].treatment).toBe('private');
  });

  it('the words that led to it are told', () => {
    expect(harmsIn({ title: '反映村支书王建国的问题', text: '我母亲患有尿毒症，无人过问。' })).toEqual([
      { code: 'health', quotes: ['我母亲患有尿毒症'] },
      { code: 'third-person', quotes: ['村支书王建国'] },
    ]);
  });
});

describe('what is shown at once', () => {
  it.each([
    '和平路从一中到桥头路灯三天不亮，请尽快维修。',
    '举报有人在小区张贴办证刻章、无抵押贷款的小广告，上面写着加微信。',
    '我被刷单兼职骗了8000元，对方让我加微信扫码，请查处。',
    '孩子上小学需要哪些材料？学区怎么划分？',
    '学生放学时校门口很堵，希望交警疏导。',
    '中心医院挂号难，癌症药物什么时候进医保？',
    '建议增加残疾人停车位。',
    '王书记您好，我是花园小区的居民。',
    '业主付费停车不合理，村民商议后一致反对。',
    '招聘会什么时候举行？优惠政策有哪些？',
    'My neighbour makes noise at night, please help.',
    '12路公交车司机态度恶劣，乱骂人。',
    '老师和学生都反映食堂太贵，教师高质量发展从何谈起。',
    'ABC公司拖欠工资，欠了三个月。',
    '垃圾废物没人清运，臭气熏天。',
    '请回电0000-00000000，13800000000。',
  ])('%s', (text) => {
    expect(codes(text)).toEqual([]);
  });

  it('of 4,097 real messages fewer than 1 in 1,000 are held, and fewer than 8 in 100 private', () => {
    const messages = ['replies', 'hot_messages'].flatMap((name) => readJsonLines<{ subject: string; body: string }>(material(`messages/${name}.jsonl`)));
    const found = messages.map(({ subject, body }) => harmsIn({ title: subject, text: body }).map(({ code }) => harms[code].treatment));
    expect(messages.length).toBe(4_097);
    expect(found.filter((treatments) => treatments.includes('held')).length).toBeLessThanOrEqual(4);
    expect(found.filter((treatments) => treatments.length > 0).length / found.length).toBeLessThan(0.08);
    expect(found.filter((treatments) => treatments.includes('private')).length / found.length).toBeGreaterThan(0.02);
  });
});

it.each(['村支书王', '我母亲', '孩子', '患', '举报', '鐨', 'asdkjf', '加微信优惠'])('eight times as much of %j takes some eight times as long, not 64 times', (unit) => {
  expect(growthOf((length) => harmsIn({ title: '', text: unit.repeat(length / unit.length) }), 4_500)).toBeLessThan(32);
});
