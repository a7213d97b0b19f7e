/** What the sample city fills in for head and foot of its portal, as settings; nobody else's telephone, and numbers that no register has. */
export const sampleSite: Readonly<Record<string, string>> = {
  CITY_NAME_EN: 'Huailing',
  ORGANISER: '淮岭市人民政府办公室',
  OPERATOR: '淮岭市电子政务中心',
  CONTACT: '0000-6601000',
  HOTLINE: '12345',
  SITE_CODE: '0000000001',
  ICP_RECORD: '淮ICP备00000001号',
};
