/**
 * Makes an ESLint rule out of `{ selector, message }` pairs. `no-restricted-syntax` holds one list per file, so a later
 * block of the flat configuration silently replaces an earlier one; named rules add up instead.
 */
export function banSyntax(description, bans) {
  return {
    meta: { type: "problem", docs: { description }, schema: [] },
    create(context) {
      return Object.fromEntries(
        bans.map(({ selector, message }) => [selector, (node) => context.report({ node, message })]),
      );
    },
  };
}
