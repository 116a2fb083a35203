/** A person of the local identity provider before a password is given. */
export interface DemoUser {
  /** `sub` of their tokens, and their id in the workspace. */
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly workspace: string;
  readonly locale: "zh-CN" | "en";
}

function user(workspace: string, local: string, name: string): DemoUser {
  const locale = workspace === "acme" ? "zh-CN" : "en";
  return { id: `${workspace}-${local}`, email: `${local}@${workspace}.test`, name, workspace, locale };
}

/** The people of the two demo workspaces (http-api.md, Running it). */
export const demoUsers: readonly DemoUser[] = [
  user("acme", "admin", "管理员"),
  user("acme", "manager", "销售经理"),
  user("acme", "sales1", "销售一"),
  user("acme", "sales2", "销售二"),
  user("acme", "marketer", "市场专员"),
  user("acme", "service", "客服专员"),
  user("globex", "admin", "Administrator"),
  user("globex", "sales1", "Sales One"),
];
