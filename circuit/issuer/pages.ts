import { createHash } from 'node:crypto';
import type { Place } from './accounts.ts';

const style = `
:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { max-width: 26rem; margin: 12vh auto 2rem; padding: 0 1rem; }
h1 { font-size: 1.4rem; line-height: 1.25; }
label, legend { display: block; margin: 1rem 0 .25rem; font-weight: 600; }
fieldset { border: 0; margin: 0; padding: 0; }
fieldset label { font-weight: 400; margin: .5rem 0; }
input:not([type=radio]) { box-sizing: border-box; width: 100%; padding: .6rem; font: inherit; border: 1px solid GrayText; border-radius: 4px; }
button { margin: 1.5rem .75rem 0 0; padding: .6rem 1.2rem; font: inherit; border: 1px solid ButtonBorder; border-radius: 4px; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
[role=alert] { border-left: 4px solid #b3261e; padding: .25rem .75rem; }
`;

/** The only style that a page of ours may have, as a Content-Security-Policy names it. */
export const styleDigest = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

/** Where an official types in who that is, for an application to act; `told` says what was wrong before. */
export const signInPage = (action: string, application: string, official: string, told: string | null): string =>
  page(
    'Sign in',
    `<p>${asking(application)} you.</p>
${told === null ? '' : `<p role="alert" id="told">${safe(told)}</p>`}
<form method="post" action="${safe(action)}"${told === null ? '' : ' aria-describedby="told"'}>
<label for="official">Official</label>
<input id="official" name="official" value="${safe(official)}" placeholder="JUS:o.petrenko" autocomplete="username" autocapitalize="none" spellcheck="false" maxlength="80" required${official === '' ? ' autofocus' : ''}>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" maxlength="256" required${official === '' ? '' : ' autofocus'}>
<button>Sign in</button><button name="cancel" value="yes" formnovalidate>Cancel</button>
</form>`,
  );

/**
 * Where an official lets an application act: any program of the machine can ask in the application's name, so somebody has to say yes (RFC 8252 §8.6).
 * Who holds duties in several institutions says for which one it acts (§2.3).
 */
export const allowPage = (action: string, application: string, official: string, places: readonly Place[]): string =>
  page(
    'Let an application act for you?',
    `<p>${asking(application)} ${safe(official)}. Go on if you have just begun to sign in there; otherwise cancel.</p>
<form method="post" action="${safe(action)}">
<fieldset><legend>It acts for this institution:</legend>
${places.map(({ code, name }, at) => `<label><input type="radio" name="institution" value="${safe(code)}" required${at === 0 ? ' checked' : ''}> ${safe(name)} (${safe(code)})</label>`).join('\n')}
</fieldset>
<button>Let it act</button><button name="cancel" value="yes" formnovalidate>Cancel</button>
</form>`,
  );

/** Asks whether to sign out; `form` is the issuer's own, which carries its proof. */
export const signOutPage = (form: string): string =>
  page(
    'Sign out?',
    `${form}\n<button form="op.logoutForm" name="logout" value="yes" autofocus>Sign out</button>\n<button form="op.logoutForm">Stay</button>`,
  );

/** Says something in a sentence or two. */
export const sayingPage = (title: string, text: string): string => page(title, `<p>${safe(text)}</p>`);

const asking = (application: string): string =>
  `An application on this computer, at <strong>${safe(application)}</strong>, asks to act for`;

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${safe(title)} – Chancery</title><style>${style}</style></head>
<body><main><h1>${safe(title)}</h1>
${body}
</main></body>
</html>
`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const safe = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '');
