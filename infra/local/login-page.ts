/** Why a sign-in failed, for the message on the page. */
export type LoginProblem = "wrong" | "locked" | "ended";

const TEXTS = {
  "zh-CN": {
    title: "登录 Tessera",
    email: "邮箱",
    password: "密码",
    submit: "登录",
    wrong: "邮箱或密码不正确。",
    locked: "尝试次数过多，请 15 分钟后再试。",
    ended: "本次登录已过期，请返回后重新登录。",
    hint: "演示用户（密码在首次启动时打印在终端）",
    back: "返回首页",
  },
  en: {
    title: "Sign in to Tessera",
    email: "Email",
    password: "Password",
    submit: "Sign in",
    wrong: "The email or the password is not right.",
    locked: "Too many tries. Please try again in 15 minutes.",
    ended: "This sign-in has ended. Please go back and start again.",
    hint: "Demo users (the terminal printed the password at the first start)",
    back: "Back to the start",
  },
} as const;

type Locale = keyof typeof TEXTS;

/** Content-Security-Policy of the page: its own style, a form, nothing else. A form's target may redirect, hence no form-action. */
export const LOGIN_POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'";

/** The language of the page: the first of the two that the browser prefers; Chinese when it says nothing. */
export function loginLocale(acceptLanguage: string | undefined): Locale {
  const first = (acceptLanguage ?? "").split(",").find((part) => /^\s*(?:zh|en)\b/i.test(part));
  return first !== undefined && /^\s*en/i.test(first) ? "en" : "zh-CN";
}

/** The sign-in page as one HTML document without scripts and without other files. */
export function loginPage(page: {
  readonly action: string | undefined;
  readonly locale: Locale;
  readonly email: string;
  readonly problem?: LoginProblem;
  readonly demoEmails: readonly string[];
}): string {
  const text = TEXTS[page.locale];
  const problem =
    page.problem === undefined ? "" : `<p class="problem" role="alert">${text[page.problem]}</p>`;
  const form = page.action === undefined ? `<p><a href="/">${text.back}</a></p>` : formOf(page, page.action);
  return `<!doctype html>
<html lang="${page.locale}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>${text.title}</title><style>${STYLE}</style></head>
<body><main><h1>${text.title}</h1>${problem}${form}</main></body>
</html>`;
}

function formOf(page: Parameters<typeof loginPage>[0], action: string): string {
  const text = TEXTS[page.locale];
  const hints = page.demoEmails.map((email) => `<li><code>${escaped(email)}</code></li>`).join("");
  const list = hints === "" ? "" : `<details open><summary>${text.hint}</summary><ul>${hints}</ul></details>`;
  return `<form method="post" action="${escaped(action)}">
<label for="email">${text.email}</label>
<input id="email" name="email" type="email" autocomplete="username" required autofocus value="${escaped(page.email)}">
<label for="password">${text.password}</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">${text.submit}</button></form>${list}`;
}

function escaped(text: string): string {
  const names: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (sign) => names[sign] ?? sign);
}

const STYLE = `
:root{color-scheme:light dark;--bg:#fafafa;--card:#fff;--text:#18181b;--muted:#52525b;--line:#d4d4d8;--main:#4f46e5;--on:#fff;--bad:#b91c1c}
@media (prefers-color-scheme:dark){:root{--bg:#18181b;--card:#27272a;--text:#fafafa;--muted:#a1a1aa;--line:#52525b;--main:#a5b4fc;--on:#1e1b4b;--bad:#fca5a5}}
*{box-sizing:border-box}
body{margin:0;min-height:100dvh;display:grid;place-items:center;padding:16px;background:var(--bg);color:var(--text);
font:14px/1.5 Inter,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans SC",sans-serif}
main{width:100%;max-width:360px;padding:24px;background:var(--card);border:1px solid var(--line);border-radius:8px}
h1{margin:0 0 16px;font-size:20px;font-weight:600}
label{display:block;margin:12px 0 4px;font-weight:500}
input{width:100%;height:40px;padding:0 10px;border:1px solid var(--line);border-radius:6px;background:transparent;color:inherit;font:inherit}
button{width:100%;height:44px;margin-top:20px;border:0;border-radius:6px;background:var(--main);color:var(--on);font:inherit;font-weight:600;cursor:pointer}
input:focus-visible,button:focus-visible,summary:focus-visible{outline:2px solid var(--main);outline-offset:2px}
details{margin-top:20px;color:var(--muted);font-size:13px}
ul{margin:8px 0 0;padding-left:18px}
a{color:var(--main)}
.problem{margin:0 0 12px;color:var(--bad)}
`;
