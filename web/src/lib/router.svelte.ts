// Where the reader is: the address is the only state that outlives a page, so that every view can be sent as a link.

class Route {
  path = $state(location.pathname);
  query = $state.raw(new URLSearchParams(location.search));

  /** The parts of the path, decoded. */
  get parts(): string[] {
    return this.path.split('/').filter(Boolean).map(decode);
  }
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const route = new Route();

function sync() {
  route.path = location.pathname;
  route.query = new URLSearchParams(location.search);
}

/** Goes to another view. */
export function go(href: string, replace = false) {
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  const moved = location.pathname !== route.path;
  sync();
  if (moved) {
    scrollTo(0, 0);
    // Those who do not see the page learn that it is another one.
    requestAnimationFrame(() => document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true }));
  }
}

/** The address of this view with some of the question changed; an empty value takes a part out. */
export function withQuery(changes: Record<string, string | null>, path = route.path): string {
  const query = new URLSearchParams(route.query);
  for (const [name, value] of Object.entries(changes)) {
    if (value) query.set(name, value);
    else query.delete(name);
  }
  const words = query.toString();
  return words ? `${path}?${words}` : path;
}

export function listen() {
  addEventListener('popstate', sync);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest('a');
    const href = link?.getAttribute('href');
    if (!link || !href || link.hasAttribute('download') || link.getAttribute('target')) return;
    if (!href.startsWith('/') || href.startsWith('//') || href.startsWith('/api/') || href === '/openapi.json') return;
    event.preventDefault();
    go(href);
  });
}
