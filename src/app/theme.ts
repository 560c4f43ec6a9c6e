/**
 * Light, dark, or as the system says. Kept in localStorage rather than with the workspaces, because
 * it must be known before the first paint; where that is refused the choice lasts for this tab.
 */
export type Theme = 'system' | 'light' | 'dark';

const KEY = 'parley-theme';
const ORDER: readonly Theme[] = ['system', 'light', 'dark'];

export function currentTheme(): Theme {
  const chosen = document.documentElement.dataset['theme'];
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

export function nextTheme(theme: Theme): Theme {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? 'system';
}

export function restoreTheme(): void {
  const kept = attempt(() => localStorage.getItem(KEY));
  if (kept === 'light' || kept === 'dark') document.documentElement.dataset['theme'] = kept;
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  attempt(() => localStorage.setItem(KEY, theme));
}

function attempt<T>(action: () => T): T | null {
  try {
    return action();
  } catch {
    return null; // Blocked site data makes localStorage throw.
  }
}
