/** What axe-core finds on a page. It comes in through the debugger, so the page's CSP stays on. */
import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright';

/**
 * One line per finding: the rule, what it asks, and the first elements that break it. `rules`: only these.
 * Colours that are on their way are let arrive.
 */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    async (only): Promise<AxeResults> => {
      const changing = document.getAnimations().filter((one) => one instanceof CSSTransition);
      await Promise.allSettled(changing.map(({ finished }) => finished));
      return (window as unknown as { axe: typeof axe }).axe.run(document, {
        resultTypes: ['violations'],
        ...(only && { runOnly: { type: 'rule', values: only } }),
      });
    },
    rules && [...rules],
  );
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.slice(0, 3).map(({ html, any }) => `${any[0]?.message ?? ''} ${html}`);
    return `${id}: ${help}: ${places.join(' | ').slice(0, 600)}`;
  });
}
