import { defineProblems } from '@wenzheng/platform';

export const problem = defineProblems({
  'console.signed-out': { status: 401, zh: '登录已过期，请重新登录。', en: 'The session has ended; sign in again.' },
  'console.foreign-request': { status: 403, zh: '请求不是从本工作台的页面发出的，请刷新页面后再试。', en: "The request was not sent from the console's own page." },
  'console.sign-in-lost': { status: 400, zh: '登录没有完成：登录页停留过久，或浏览器没有保存登录信息。', en: 'The sign-in was not completed: it took too long, or the browser takes no cookies.' },
  'console.sign-in-refused': { status: 403, zh: '身份认证服务没有同意登录。', en: 'The identity provider refused the sign-in.' },
  'console.token-refused': { status: 502, zh: '身份认证服务签发的令牌不符合要求，请联系系统管理员。', en: 'The access token of the identity provider is not acceptable.' },
  'console.without-role': { status: 403, zh: '您的账号没有工作台的角色，请联系系统管理员。', en: 'This account holds none of the roles of the console.' },
  'console.provider-unavailable': { status: 503, zh: '身份认证服务暂时不可用，请稍后再试。', en: 'The identity provider cannot be reached; try again later.' },
  'console.logout-token-refused': { status: 400, zh: '退出令牌无效。', en: 'The logout token is not valid.' },
  'console.service-unavailable': { status: 503, zh: '“{service}”暂时没有应答，请稍后再试；已填写的内容请不要关闭。', en: 'The service {service} does not answer; try again later.' },
});
