/** What a browser was answered. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** A browser without scripts: it keeps cookies, follows redirections, and sends the forms that it is shown. */
export class Browser {
  readonly #cookies = new Map<string, { readonly value: string; readonly path: string }>();
  readonly #fetch: typeof fetch;
  readonly #elsewhere: (url: URL) => boolean;

  /** What is `elsewhere`, such as the client that is gone back to, is not asked: the page is its address alone. */
  constructor(elsewhere: (url: URL) => boolean, fetcher: typeof fetch = fetch) {
    this.#elsewhere = elsewhere;
    this.#fetch = fetcher;
  }

  open(url: URL): Promise<Page> {
    return this.#go(url, { method: 'GET' });
  }

  /** Fills in the form of a page and sends it, as if from that page unless `headers` say otherwise. */
  submit(page: Page, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}): Promise<Page> {
    const action = /<form[^>]* action="([^"]*)"/.exec(page.text)?.[1];
    if (action === undefined) throw new Error(`There is no form on ${page.url.pathname}: ${page.text}`);
    const hidden = [...page.text.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]);
    const body = new URLSearchParams({ ...Object.fromEntries(hidden), ...fields });
    const said = {
      origin: page.url.origin,
      'sec-fetch-site': 'same-origin',
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    };
    return this.#go(new URL(action.replaceAll('&amp;', '&'), page.url), { method: 'POST', body: body.toString(), headers: said });
  }

  /** Keeps a cookie, written as a server sets it. */
  keep(cookie: string): void {
    const [pair = '', ...attributes] = cookie.split('; ');
    const [name = '', value = ''] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    if (value === '') this.#cookies.delete(`${name} ${path}`);
    else this.#cookies.set(`${name} ${path}`, { value, path });
  }

  /** Loses the cookies whose names begin so. */
  forget(name: string): void {
    for (const key of this.#cookies.keys()) if (key.startsWith(name)) this.#cookies.delete(key);
  }

  async #go(url: URL, init: RequestInit): Promise<Page> {
    if (this.#elsewhere(url)) return { url, status: 0, headers: new Headers(), text: '' };
    const response = await this.#fetch(url.href, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, cookie: this.#cookiesFor(url) },
    });
    for (const cookie of response.headers.getSetCookie()) this.keep(cookie);
    const text = await response.text();
    const next = response.headers.get('location');
    if (next !== null) return this.#go(new URL(next, url), { method: 'GET' });
    return { url, status: response.status, headers: response.headers, text };
  }

  #cookiesFor({ pathname }: URL): string {
    const fitting = [...this.#cookies].filter(([, { path }]) => pathname.startsWith(path));
    return fitting.map(([key, { value }]) => `${key.split(' ')[0]}=${value}`).join('; ');
  }
}
