/* The mailbox page: plain script, because it is served as it is. Text goes into the page as text only. */
const TEXTS = {
  "zh-CN": {
    title: "本地信箱",
    mail: "邮件",
    events: "事件",
    queues: "队列",
    empty: "还没有发出邮件。",
    noEvents: "还没有事件。",
    language: "English",
    from: "发件人",
    to: "收件人",
    at: "时间",
    tags: "标签",
    happened: "已发生",
    open: "打开",
    click: "点击",
    bounce: "退信",
    complaint: "投诉",
    unsubscribe: "一键退订",
    headers: "邮件头",
    content: "邮件内容",
    moving: "时间前进中…",
    done: "完成",
    failed: "失败",
    name: "名称",
    visible: "待处理",
    inFlight: "处理中",
    delayed: "延迟",
    redrive: "重新投递",
    failures: "放弃的流记录",
    detailType: "类型",
    targets: "去向",
  },
  en: {
    title: "Local mailbox",
    mail: "Mail",
    events: "Events",
    queues: "Queues",
    empty: "No mail has left yet.",
    noEvents: "No events yet.",
    language: "中文",
    from: "From",
    to: "To",
    at: "Time",
    tags: "Tags",
    happened: "Happened",
    open: "Open",
    click: "Click",
    bounce: "Bounce",
    complaint: "Complain",
    unsubscribe: "One-click unsubscribe",
    headers: "Headers",
    content: "Content of the mail",
    moving: "Moving time…",
    done: "Done",
    failed: "Failed",
    name: "Name",
    visible: "Waiting",
    inFlight: "In work",
    delayed: "Delayed",
    redrive: "Send again",
    failures: "Stream records given up",
    detailType: "Type",
    targets: "Went to",
  },
};

let locale = navigator.language.startsWith("en") ? "en" : "zh-CN";
let tab = "mail";
let mails = [];
let chosen = "";
let shown = "";
let listed = "";

const byId = (id) => document.getElementById(id);
const t = (name) => TEXTS[locale][name];

/** Makes an element; `parts` are texts or elements. */
function el(name, attributes, ...parts) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key === "onclick") element.addEventListener("click", value);
    else if (value !== undefined) element.setAttribute(key, value);
  }
  element.append(...parts);
  return element;
}

async function get(path) {
  const answer = await fetch(`/_local/${path}`);
  return answer.json();
}

async function post(path, body, during = "") {
  byId("status").textContent = during;
  const answer = await fetch(`/_local/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const result = await answer.json();
  const reason = result.reason ?? result.detail ?? result.status ?? "";
  byId("status").textContent = `${answer.ok && result.done !== "none" ? t("done") : t("failed")} ${reason}`;
  await refresh();
}

const time = (text) => new Date(text).toLocaleString(locale);

function definition(pairs) {
  return el("dl", {}, ...pairs.flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

/** Only when something changed: a rebuilt list would lose the keyboard focus. */
function showList() {
  const state = JSON.stringify([locale, chosen, mails.map((mail) => mail.id)]);
  if (state === listed) return;
  listed = state;
  const items = mails.map((mail) =>
    el(
      "li",
      {},
      el(
        "button",
        { "aria-pressed": String(mail.id === chosen), onclick: () => choose(mail.id) },
        el("strong", {}, mail.subject),
        el("span", {}, `${mail.to.join(", ")} · ${time(mail.at)}`),
      ),
    ),
  );
  byId("list").replaceChildren(
    ...(items.length > 0 ? items.reverse() : [el("li", {}, el("p", {}, t("empty")))]),
  );
}

function choose(id) {
  chosen = id;
  shown = "";
  showList();
  showMail();
}

function showMail() {
  const mail = mails.find((one) => one.id === chosen);
  const state = JSON.stringify([locale, mail?.id, mail?.events]);
  if (!mail || state === shown) return;
  shown = state;
  const act = (action, body = {}, label = t(action)) =>
    el("button", { onclick: () => post(`mail/${mail.id}:${action}`, body) }, label);
  const clicks = mail.links.map((url, at) =>
    act("click", { url }, `${t("click")} ${at + 1}: ${url.slice(0, 60)}`),
  );
  const frame = el("iframe", { sandbox: "", title: t("content") });
  // Looking here is not opening: the pixel that would tell of it is left out.
  frame.srcdoc =
    mail.html.replace(/<img[^>]+\/o\/[^>]+>/g, "") ||
    `<pre style="white-space:pre-wrap">${mail.text.replace(/[&<]/g, (s) => (s === "&" ? "&amp;" : "&lt;"))}</pre>`;
  const tags = Object.entries(mail.tags).map(([name, value]) => `${name}=${value}`);
  byId("reader").replaceChildren(
    el("h2", {}, mail.subject),
    definition([
      [t("from"), mail.from],
      [t("to"), mail.to.join(", ")],
      [t("at"), time(mail.at)],
      [t("tags"), tags.join("\n")],
      [
        t("happened"),
        mail.events.map((event) => `${event.type} ${time(event.at)} ${event.url ?? ""}`).join("\n"),
      ],
    ]),
    el("div", { class: "actions" }, act("open"), act("bounce"), act("complaint"), act("unsubscribe")),
    el("div", { class: "actions" }, ...clicks),
    frame,
    el("details", {}, el("summary", {}, t("headers")), definition(Object.entries(mail.headers))),
  );
}

function table(headings, rows) {
  const head = el("tr", {}, ...headings.map((heading) => el("th", {}, heading)));
  const body = rows.map((row) => el("tr", {}, ...row.map((cell) => el("td", {}, cell))));
  return el("table", {}, el("thead", {}, head), el("tbody", {}, ...body));
}

const json = (value) => el("pre", {}, JSON.stringify(value, null, 2));

async function showEvents() {
  const events = (await get("events")).reverse().slice(0, 200);
  const rows = events.map(({ event, targets }) => [
    time(event.time),
    el("details", {}, el("summary", {}, event["detail-type"]), json(event)),
    targets.join(", "),
  ]);
  const content =
    rows.length > 0 ? table([t("at"), t("detailType"), t("targets")], rows) : el("p", {}, t("noEvents"));
  if (!byId("events").querySelector("details[open]")) byId("events").replaceChildren(content);
}

async function showQueues() {
  const { queues, streamFailures } = await get("queues");
  const rows = queues.map((queue) => {
    const name = queue.name.replace(/-dlq$/, "");
    const dead = queue.name !== name && queue.visible > 0;
    const again = el("button", { onclick: () => post(`queues/${name}:redrive`, {}) }, t("redrive"));
    return [queue.name, `${queue.visible}`, `${queue.inFlight}`, `${queue.delayed}`, dead ? again : ""];
  });
  const messages = queues.flatMap((queue) => queue.messages);
  byId("queues").replaceChildren(
    table([t("name"), t("visible"), t("inFlight"), t("delayed"), ""], rows),
    ...messages.map(json),
    ...(streamFailures.length > 0 ? [el("h2", {}, t("failures")), json(streamFailures)] : []),
  );
}

function showFrame() {
  document.documentElement.lang = locale;
  for (const element of document.querySelectorAll("[data-text]"))
    element.textContent = t(element.dataset.text);
  byId("language").textContent = t("language");
  for (const button of document.querySelectorAll("[data-tab]")) {
    button.setAttribute("aria-pressed", String(button.dataset.tab === tab));
  }
  for (const name of ["mail", "events", "queues"]) byId(name).hidden = name !== tab;
}

async function refresh() {
  byId("now").textContent = time((await get("clock")).now);
  if (tab === "events") await showEvents();
  else if (tab === "queues") await showQueues();
  else {
    mails = await get("mail");
    showList();
    showMail();
  }
}

for (const button of document.querySelectorAll("[data-advance]")) {
  button.addEventListener("click", () => post("clock", { advance: button.dataset.advance }, t("moving")));
}
for (const button of document.querySelectorAll("[data-tab]")) {
  button.addEventListener("click", () => {
    tab = button.dataset.tab;
    showFrame();
    void refresh();
  });
}
byId("language").addEventListener("click", () => {
  locale = locale === "en" ? "zh-CN" : "en";
  shown = "";
  showFrame();
  void refresh();
});

showFrame();
await refresh();
setInterval(() => {
  if (!document.hidden) refresh().catch(() => (byId("status").textContent = t("failed")));
}, 2000);
