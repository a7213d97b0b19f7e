const style = `
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f7fa;color:#1f2328;font:1rem/1.75 system-ui,"PingFang SC","HarmonyOS Sans SC",MiSans,"Microsoft YaHei","Noto Sans CJK SC",sans-serif}
main{width:100%;max-width:26rem;padding:1.5rem 1rem}
.card{background:#fff;border:1px solid #d0d7de;border-top:4px solid #0b57a4;border-radius:4px;padding:2rem 1.5rem 1.5rem}
h1{font-size:1.5rem;line-height:1.4;margin:0}
p{margin:0}.about,.hint{color:#57606a;font-size:.9375rem}.hint{margin-top:1rem}
form{display:grid;gap:1rem;margin-top:1.5rem}
label{display:block;font-weight:700;margin-bottom:.25rem}
input{width:100%;min-height:2.75rem;padding:.25rem .75rem;font:inherit;color:inherit;background:#fff;border:1px solid #6e7781;border-radius:3px}
button{min-height:3rem;font:inherit;font-weight:700;color:#fff;background:#0b57a4;border:0;border-radius:3px;cursor:pointer}
button:hover{background:#083e77}
:focus-visible{outline:3px solid #1f2328;outline-offset:0;box-shadow:0 0 0 6px #ffd94a}
.error{margin-top:1rem;padding:.5rem .75rem;border:1px solid #b3261e;border-left-width:4px;border-radius:3px;background:#fde8e6;color:#8c1d18}
`.trim();

const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const document = (title: string, content: string): string => `<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${style}</style></head>
<body><main><div class="card"><h1>${title}</h1><p class="about">网络问政平台 · 开发环境身份认证</p>${content}</div></main></body>
</html>`;

/** The form of user name and password; it needs no script. */
export function signInPage(address: string, failed?: { username: string }): string {
  const error = failed ? '<p class="error" id="error" role="alert">用户名或密码不正确，请重新输入。</p>' : '';
  const described = failed ? ' aria-describedby="error" aria-invalid="true"' : '';
  return document(
    '登录',
    `${error}<form method="post" action="${escaped(address)}">
<div><label for="username">用户名</label><input id="username" name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required value="${escaped(failed?.username ?? '')}"${failed ? described : ' autofocus'}></div>
<div><label for="password">密码</label><input id="password" name="password" type="password" autocomplete="current-password" required${failed ? `${described} autofocus` : ''}></div>
<button type="submit">登录</button></form>
<p class="hint">用户名和密码见启动时打印的表，每个单位的人员都在 endpoints.json 的 people 中。</p>`,
  );
}

/** @param form the provider's own, with its secret */
export const signOutPage = (form: string): string =>
  document('退出登录', `${form}<form><p>退出后，在这台电脑上再次使用时需要重新登录。</p><button type="submit" form="op.logoutForm" name="logout" value="yes">退出登录</button></form>`);

export const messagePage = (title: string, text: string): string => document(escaped(title), `<p class="error">${escaped(text)}</p>`);
